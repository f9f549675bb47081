'use client';

import { useId } from 'react';
import type { Language } from '../../../components/language.ts';
import type { Problems } from './book-form.ts';
import { FIELD_TEXTS, labelOf } from './field-texts.ts';
import { type Entry, FIELDS, type FieldSpec, type FieldValue, type FormArea } from './fields.ts';

export type FeatureWords = Record<string, readonly [string, string]>;

type Props = {
  area: FormArea;
  index: number;
  entry: Entry;
  problems: Problems;
  /** What the server found wrong, in words, by the same places. */
  said: Record<string, string>;
  features: FeatureWords;
  isReadOnly: boolean;
  /** Codes of entries that are published already stay: invoices and subscriptions name them. */
  isCodeFixed: boolean;
  language: Language;
  onChange: (path: string, value: FieldValue) => void;
};

/** The fields of one entry of the price book. */
export function EntryForm(props: Props) {
  const { area, index, entry, problems, said, isReadOnly, isCodeFixed, language, onChange } = props;
  return (
    <div className="price-book__fields">
      {FIELDS[area].map((spec) => {
        const place = `${area}.${index}.${spec.path}`;
        const problem = problems[place];
        const sentence = problem ? FIELD_TEXTS[language].problems[problem] : said[place];
        const common = {
          area,
          spec,
          language,
          value: entry[spec.path] ?? '',
          isReadOnly: isReadOnly || (spec.kind === 'code' && isCodeFixed),
          onChange: (value: FieldValue) => onChange(spec.path, value),
          ...(sentence ? { problem: sentence } : {}),
        };
        if (spec.kind === 'features')
          return <Features key={spec.path} {...common} features={props.features} />;
        if (spec.kind === 'flag') return <Flag key={spec.path} {...common} />;
        return <Field key={spec.path} {...common} />;
      })}
    </div>
  );
}

type FieldProps = {
  area: FormArea;
  spec: FieldSpec;
  value: FieldValue;
  /** What is wrong with it, in words. */
  problem?: string;
  isReadOnly: boolean;
  language: Language;
  onChange: (value: FieldValue) => void;
};

function Field({ area, spec, value, problem, isReadOnly, language, onChange }: FieldProps) {
  const id = useId();
  const texts = FIELD_TEXTS[language];
  const hint = texts.hints[spec.kind];
  const isText = spec.kind === 'text' || spec.kind === 'arabic';
  return (
    <div className="price-book__field">
      <label htmlFor={id}>{labelOf(area, spec.path, language)}</label>
      {spec.kind === 'charged' ? (
        <select
          className="dft-input"
          disabled={isReadOnly}
          id={id}
          onChange={(event) => onChange(event.target.value)}
          value={String(value)}
        >
          <option value="monthly">{texts.charged.monthly}</option>
          <option value="once">{texts.charged.once}</option>
        </select>
      ) : (
        <input
          aria-describedby={problem || hint ? `${id}-more` : undefined}
          aria-invalid={problem !== undefined}
          className="dft-input"
          data-field={spec.path}
          dir={spec.kind === 'arabic' ? 'rtl' : 'ltr'}
          disabled={isReadOnly}
          id={id}
          inputMode={isText || spec.kind === 'code' ? 'text' : 'decimal'}
          onChange={(event) => onChange(event.target.value)}
          value={String(value)}
        />
      )}
      {problem ? (
        <p className="price-book__problem" id={`${id}-more`} role="alert">
          {problem}
        </p>
      ) : (
        hint && (
          <p className="dft-muted price-book__hint" id={`${id}-more`}>
            {hint}
          </p>
        )
      )}
    </div>
  );
}

function Flag({ area, spec, value, isReadOnly, language, onChange }: FieldProps) {
  return (
    <label className="dft-check price-book__flag">
      <input
        checked={value === true}
        disabled={isReadOnly}
        onChange={(event) => onChange(event.target.checked)}
        type="checkbox"
      />
      {labelOf(area, spec.path, language)}
    </label>
  );
}

function Features({
  area,
  spec,
  value,
  isReadOnly,
  language,
  onChange,
  features,
}: FieldProps & { features: FeatureWords }) {
  const chosen = Array.isArray(value) ? value : [];
  // What a version holds and the catalogue does not know any more is shown by its code, so that nothing is lost unseen.
  const codes = [...new Set([...Object.keys(features), ...chosen])];
  return (
    <fieldset className="price-book__features">
      <legend>{labelOf(area, spec.path, language)}</legend>
      {codes.map((code) => (
        <label className="dft-check" key={code}>
          <input
            checked={chosen.includes(code)}
            disabled={isReadOnly}
            onChange={(event) =>
              onChange(event.target.checked ? [...chosen, code] : chosen.filter((other) => other !== code))
            }
            type="checkbox"
          />
          {features[code]?.[language === 'ar' ? 1 : 0] ?? code}
        </label>
      ))}
    </fieldset>
  );
}
