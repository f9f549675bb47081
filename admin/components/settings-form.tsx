'use client';

import { Button } from '@payloadcms/ui';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { SettingsSchema } from '../../plugins/sdk/index.ts';
import type { Language } from './language.ts';
import { checkSetting, type SettingTexts, type SettingValue } from './setting-check.ts';
import { SettingField } from './setting-field.tsx';
import './settings-form.css';

export type Settings = Record<string, SettingValue>;

/** What the server said against a save: at a field, or to the whole form. */
export type SaveProblem = { field?: string; message: string };

export type SettingsFormTexts = SettingTexts &
  Record<'save' | 'saved' | 'saving' | 'unsaved' | 'secretKept' | 'optional', string>;

type Props = {
  schema: SettingsSchema;
  values: Record<string, unknown>;
  secretsSet: string[];
  language: Language;
  texts: SettingsFormTexts;
  readOnly: boolean;
  onSave: (values: Settings) => Promise<SaveProblem | undefined>;
  /** Shown below a field; gets the values as they are typed. */
  belowField?: (name: string, values: Settings) => ReactNode;
};

/** A form made from the JSON Schema of a manifest. Says at each field what is wrong with it. */
export function SettingsForm({
  schema,
  values,
  secretsSet,
  language,
  texts,
  readOnly,
  onSave,
  belowField,
}: Props) {
  const [current, setCurrent] = useState(() => startValues(schema, values));
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [state, setState] = useState<'idle' | 'changed' | 'saving' | 'saved'>('idle');
  const [failure, setFailure] = useState<string>();

  const change = (name: string, value: SettingValue) => {
    setCurrent((known) => ({ ...known, [name]: value }));
    setProblems(({ [name]: _solved, ...others }) => others);
    setState('changed');
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found: Record<string, string> = {};
    for (const [name, property] of Object.entries(schema.properties)) {
      const isRequired = schema.required?.includes(name) === true && !secretsSet.includes(name);
      const problem = checkSetting(property, current[name], isRequired, texts);
      if (problem !== undefined) found[name] = problem;
    }
    setProblems(found);
    setFailure(undefined);
    const [first] = Object.keys(found);
    if (first !== undefined) return document.getElementById(`setting-${first}`)?.focus();
    setState('saving');
    const problem = await onSave(toSend(schema, current));
    setState(problem ? 'changed' : 'saved');
    if (problem?.field !== undefined && Object.hasOwn(schema.properties, problem.field)) {
      setProblems({ [problem.field]: problem.message });
      document.getElementById(`setting-${problem.field}`)?.focus();
    } else setFailure(problem?.message);
  };

  return (
    <form className="dft-stack settings-form" noValidate onSubmit={(event) => void submit(event)}>
      {Object.entries(schema.properties).map(([name, property]) => (
        <div className="settings-form__field" key={name}>
          <SettingField
            hasSecret={secretsSet.includes(name)}
            isRequired={schema.required?.includes(name) === true}
            name={name}
            onChange={(value) => change(name, value)}
            problem={problems[name]}
            value={current[name]}
            {...{ language, property, readOnly, texts }}
          />
          {belowField?.(name, current)}
        </div>
      ))}
      {!readOnly && (
        <div className="dft-row">
          <Button
            disabled={state === 'saving'}
            extraButtonProps={{ 'data-testid': 'addon-settings-save' }}
            size="medium"
            type="submit"
          >
            {state === 'saving' ? texts.saving : texts.save}
          </Button>
          <span aria-live="polite" className="dft-muted">
            {state === 'saved' ? texts.saved : state === 'changed' ? texts.unsaved : ''}
          </span>
        </div>
      )}
      {failure !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {failure}
        </p>
      )}
    </form>
  );
}

function startValues(schema: SettingsSchema, values: Record<string, unknown>): Settings {
  return Object.fromEntries(
    Object.entries(schema.properties).map(([name, property]) => [
      name,
      (values[name] ?? property.default ?? (property.type === 'boolean' ? false : '')) as SettingValue,
    ]),
  );
}

// An empty text or number means "not set": it is left out, so that the default or the kept secret stands.
function toSend(schema: SettingsSchema, current: Settings): Settings {
  const entries = Object.entries(schema.properties).flatMap(([name, property]): [string, SettingValue][] => {
    const value = current[name];
    if (value === undefined || (value === '' && (property.type !== 'string' || property['x-secret'])))
      return [];
    return [[name, property.type === 'number' || property.type === 'integer' ? Number(value) : value]];
  });
  return Object.fromEntries(entries);
}
