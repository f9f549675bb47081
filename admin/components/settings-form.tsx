'use client';

import { Button } from '@payloadcms/ui';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import type { SettingsSchema } from '../../plugins/sdk/index.ts';
import { FORM_TEXTS } from './form-texts.ts';
import type { Language } from './language.ts';
import { checkSetting, type SettingValue, toSend } from './setting-check.ts';
import { SettingField } from './setting-field.tsx';
import './settings-form.css';

export type Settings = Record<string, SettingValue>;

/** What the server said against a save: at a field, or to the whole form. */
export type SaveProblem = { field?: string; message: string };

/** Words of the button and of what stands beside it; no word of a state says nothing. */
export type SettingsFormWords = { save: string; saving: string; saved?: string; unsaved?: string };

type Props = {
  schema: SettingsSchema;
  values: Record<string, unknown>;
  secretsSet?: string[];
  language: Language;
  words: SettingsFormWords;
  readOnly?: boolean;
  submitTestId: string;
  onSave: (values: Settings) => Promise<SaveProblem | undefined>;
  /** Shown below a field; gets the values as they are typed. */
  belowField?: (name: string, values: Settings) => ReactNode;
  /** Beside the button: a way out of a modal. */
  besideButton?: ReactNode;
};

/** A form made from the JSON Schema of a manifest. Says at each field what is wrong with it. */
export function SettingsForm(props: Props) {
  const { schema, values, secretsSet = [], language, words, readOnly = false, submitTestId } = props;
  const { onSave, belowField, besideButton } = props;
  const texts = FORM_TEXTS[language];
  const form = useId();
  const [current, setCurrent] = useState(() => startValues(schema, values));
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [state, setState] = useState<'idle' | 'changed' | 'saving' | 'saved'>('idle');
  const [failure, setFailure] = useState<string>();
  const idOf = (name: string) => `${form}-${name}`;

  const change = (name: string, value: SettingValue) => {
    setCurrent((known) => ({ ...known, [name]: value }));
    setProblems(({ [name]: _solved, ...others }) => others);
    setState('changed');
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    // On a record's page this form stands inside that of the record.
    event.stopPropagation();
    const found: Record<string, string> = {};
    for (const [name, property] of Object.entries(schema.properties)) {
      const isKept = secretsSet.includes(name) && current[name] !== null;
      const isRequired = schema.required?.includes(name) === true && !isKept;
      const problem = checkSetting(property, current[name], isRequired, texts);
      if (problem !== undefined) found[name] = problem;
    }
    setProblems(found);
    setFailure(undefined);
    const [first] = Object.keys(found);
    if (first !== undefined) return document.getElementById(idOf(first))?.focus();
    setState('saving');
    const problem = await onSave(toSend(schema, current));
    setState(problem ? 'changed' : 'saved');
    if (problem === undefined) setCurrent((known) => withoutSecrets(schema, known));
    if (problem?.field !== undefined && Object.hasOwn(schema.properties, problem.field)) {
      setProblems({ [problem.field]: problem.message });
      document.getElementById(idOf(problem.field))?.focus();
    } else setFailure(problem?.message);
  };

  return (
    <form className="dft-stack settings-form" noValidate onSubmit={(event) => void submit(event)}>
      {Object.entries(schema.properties).map(([name, property]) => (
        <div className="settings-form__field" key={name}>
          <SettingField
            hasSecret={secretsSet.includes(name)}
            id={idOf(name)}
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
      {failure !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {failure}
        </p>
      )}
      {!readOnly && (
        <div className="dft-row">
          <Button
            disabled={state === 'saving'}
            extraButtonProps={{ 'data-testid': submitTestId }}
            margin={false}
            size="medium"
            type="submit"
          >
            {state === 'saving' ? words.saving : words.save}
          </Button>
          {besideButton}
          <span aria-live="polite" className="dft-muted">
            {state === 'saved' ? words.saved : state === 'changed' ? words.unsaved : ''}
          </span>
        </div>
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

// Once it is saved, what was typed does not stay in the page.
function withoutSecrets(schema: SettingsSchema, current: Settings): Settings {
  const isSecret = (name: string) => {
    const property = schema.properties[name];
    return property?.type === 'string' && property['x-secret'] === true;
  };
  return Object.fromEntries(
    Object.entries(current).map(([name, value]) => [name, isSecret(name) ? '' : value]),
  );
}
