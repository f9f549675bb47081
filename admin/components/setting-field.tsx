'use client';

import type { ReactNode } from 'react';
import type { FormTexts } from './form-texts.ts';
import type { Language } from './language.ts';
import { SecretState } from './secret-state.tsx';
import type { SettingProperty, SettingValue } from './setting-check.ts';

type Props = {
  id: string;
  name: string;
  property: SettingProperty;
  value: SettingValue | undefined;
  problem: string | undefined;
  isRequired: boolean;
  /** A secret that has a value on the server. */
  hasSecret: boolean;
  readOnly: boolean;
  language: Language;
  texts: FormTexts;
  onChange: (value: SettingValue) => void;
};

/** One setting with its label, help and what is wrong with it. */
export function SettingField(props: Props) {
  const { id, property, value, problem, isRequired, hasSecret, readOnly, language, texts, onChange } = props;
  const title = language === 'ar' ? property.title_ar : property.title;
  const help = language === 'ar' ? property.description_ar : property.description;
  const isSwitch = property.type === 'boolean';
  const isSecret = property.type === 'string' && property['x-secret'] === true;
  const isOptional = !isRequired && !isSwitch && property.default === undefined;
  const described = [help && `${id}-help`, problem && `${id}-problem`].filter(Boolean).join(' ') || undefined;
  const control = <Control {...props} described={described} isSecret={isSecret} />;
  const label: ReactNode = (
    <>
      <bdi>{title}</bdi> {isOptional && <span className="dft-muted">{texts.optional}</span>}
    </>
  );
  return (
    <>
      {isSwitch ? (
        <label className="dft-check" htmlFor={id}>
          {control}
          <strong>{label}</strong>
        </label>
      ) : (
        <>
          <label className="settings-form__label" htmlFor={id}>
            {label}
          </label>
          {isSecret && hasSecret && (
            <SecretState
              isRemoved={value === null}
              isRequired={isRequired}
              onChange={(isRemoved) => onChange(isRemoved ? null : '')}
              {...{ readOnly, texts }}
            />
          )}
          {control}
        </>
      )}
      {help && (
        <p className="dft-muted" id={`${id}-help`}>
          {help}
        </p>
      )}
      {problem && (
        <p className="settings-form__problem" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

function Control(props: Props & { described: string | undefined; isSecret: boolean }) {
  const { id, property, value, problem, readOnly, language, texts, described, isSecret, onChange } = props;
  const shared = {
    id,
    disabled: readOnly,
    'aria-describedby': described,
    'aria-invalid': problem !== undefined,
    'data-testid': `addon-setting-${props.name}`,
  };
  if (property.type === 'boolean') {
    return (
      <input
        {...shared}
        checked={value === true}
        onChange={(event) => onChange(event.target.checked)}
        type="checkbox"
      />
    );
  }
  const text = String(value ?? '');
  if (property.type !== 'string') {
    return (
      <input
        {...shared}
        className="dft-input settings-form__short"
        dir="ltr"
        inputMode="decimal"
        onChange={(event) => onChange(event.target.value)}
        value={text}
      />
    );
  }
  if (property.enum) {
    return (
      <select
        {...shared}
        className="dft-input settings-form__short"
        onChange={(event) => onChange(event.target.value)}
        value={text}
      >
        {property.default === undefined && <option value="">{texts.choose}</option>}
        {property.enum.map((choice, index) => (
          <option key={choice} value={choice}>
            {property['x-enum-titles']?.[index]?.[language] ?? choice}
          </option>
        ))}
      </select>
    );
  }
  if (property['x-multiline']) {
    return (
      <textarea
        {...shared}
        className="dft-input"
        // A template may start with a Latin placeholder, which alone would turn an Arabic text around.
        dir={text === '' ? 'auto' : /\p{Script=Arabic}/u.test(text) ? 'rtl' : 'ltr'}
        onChange={(event) => onChange(event.target.value)}
        rows={3}
        value={text}
      />
    );
  }
  return (
    <input
      {...shared}
      autoComplete={isSecret ? 'new-password' : 'off'}
      className="dft-input"
      dir={isSecret ? 'ltr' : 'auto'}
      onChange={(event) => onChange(event.target.value)}
      type={isSecret ? 'password' : 'text'}
      value={text}
    />
  );
}
