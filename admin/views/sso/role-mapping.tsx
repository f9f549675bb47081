'use client';

import { Button } from '@payloadcms/ui';
import type { SsoOverview } from '../../../core/identity/index.ts';
import type { Language } from '../../components/language.ts';
import { SSO_TEXTS } from './texts.ts';

export type Rule = { key: number; value: string; role: string };

type Props = {
  rules: Rule[];
  roles: SsoOverview['roles'];
  language: Language;
  onChange: (rules: Rule[]) => void;
};

/** Which group gets which role. The first line that fits counts, so lines can be moved up. */
export function RoleMapping({ rules, roles, language, onChange }: Props) {
  const texts = SSO_TEXTS[language];
  const put = (key: number, change: Partial<Rule>) =>
    onChange(rules.map((rule) => (rule.key === key ? { ...rule, ...change } : rule)));
  const up = (index: number) => {
    const next = [...rules];
    const [rule] = next.splice(index, 1);
    if (rule) next.splice(index - 1, 0, rule);
    onChange(next);
  };
  return (
    <fieldset className="sso__mapping">
      <legend>{texts.mapping}</legend>
      <p className="dft-muted">{texts.mappingHint}</p>
      {rules.map((rule, index) => (
        <div className="sso__rule" key={rule.key}>
          <input
            aria-label={texts.group}
            className="dft-input"
            data-testid="sso-rule-value"
            dir="auto"
            maxLength={200}
            onChange={(event) => put(rule.key, { value: event.target.value })}
            placeholder={texts.group}
            value={rule.value}
          />
          <RoleSelect
            label={texts.role}
            language={language}
            onChange={(role) => put(rule.key, { role })}
            roles={roles}
            testId="sso-rule-role"
            value={rule.role}
          />
          <Button
            buttonStyle="secondary"
            disabled={index === 0}
            onClick={() => up(index)}
            size="small"
            type="button"
          >
            {texts.up}
          </Button>
          <Button
            buttonStyle="secondary"
            onClick={() => onChange(rules.filter(({ key }) => key !== rule.key))}
            size="small"
            type="button"
          >
            {texts.drop}
          </Button>
        </div>
      ))}
      <div className="dft-row">
        <Button
          buttonStyle="secondary"
          extraButtonProps={{ 'data-testid': 'sso-rule-add' }}
          onClick={() =>
            onChange([
              ...rules,
              { key: Math.max(0, ...rules.map(({ key }) => key)) + 1, value: '', role: '' },
            ])
          }
          size="small"
          type="button"
        >
          {texts.addRule}
        </Button>
      </div>
    </fieldset>
  );
}

type SelectProps = {
  label: string;
  value: string;
  roles: SsoOverview['roles'];
  language: Language;
  testId: string;
  onChange: (role: string) => void;
  none?: string;
};

/** A choice among the school's roles. */
export function RoleSelect({ label, value, roles, language, testId, onChange, none = '—' }: SelectProps) {
  return (
    <select
      aria-label={label}
      className="dft-input"
      data-testid={testId}
      onChange={(event) => onChange(event.target.value)}
      value={value}
    >
      <option value="">{none}</option>
      {roles.map((role) => (
        <option key={role.code} value={role.code}>
          {(language === 'ar' && role.nameAr) || role.name}
        </option>
      ))}
    </select>
  );
}
