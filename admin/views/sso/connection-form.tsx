'use client';

import { Button } from '@payloadcms/ui';
import { type FormEvent, useState } from 'react';
import type { ConnectionView, SsoOverview } from '../../../core/identity/index.ts';
import { callApi, problemSentence } from '../../components/call-api.ts';
import { formatMoment, type Language } from '../../components/language.ts';
import { MetadataBox } from './metadata-box.tsx';
import { RoleMapping, RoleSelect, type Rule } from './role-mapping.tsx';
import { SSO_TEXTS, type SsoTexts } from './texts.ts';

type Props = {
  connection?: ConnectionView;
  overview: SsoOverview;
  language: Language;
  onSaved: (overview: SsoOverview, code: string) => void;
};

type Values = ReturnType<typeof startValues>;
type TextName = { [Name in keyof Values]: Values[Name] extends string ? Name : never }[keyof Values];

/** The set-up of a connection. The client secret is written and never shown. */
export function ConnectionForm({ connection, overview, language, onSaved }: Props) {
  const texts = SSO_TEXTS[language];
  const [values, setValues] = useState(() => startValues(connection));
  const [rules, setRules] = useState<Rule[]>(
    () => connection?.roleMapping.map((rule, key) => ({ ...rule, key })) ?? [],
  );
  const [problem, setProblem] = useState<string>();
  const [state, setState] = useState<'idle' | 'saving' | 'saved'>('idle');
  const put = (change: Partial<Values>) => {
    setValues((known) => ({ ...known, ...change }));
    setState('idle');
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setState('saving');
    setProblem(undefined);
    try {
      const roleMapping = rules
        .filter(({ value, role }) => value.trim() !== '' && role !== '')
        .map(({ value, role }) => ({ value: value.trim(), role }));
      const next = await callApi<SsoOverview>('/sso/save', { ...values, roleMapping });
      setValues((known) => ({ ...known, clientSecret: '' }));
      setState('saved');
      onSaved(next, values.code);
    } catch (error) {
      setState('idle');
      setProblem(problemSentence(error, texts.offline));
    }
  };
  const field = (name: TextName, extras: Partial<FieldProps> = {}) => (
    <Field
      name={name}
      onChange={(value) => put({ [name]: value })}
      texts={texts}
      value={values[name]}
      {...extras}
    />
  );
  const isOidc = values.protocol === 'oidc';
  return (
    <form className="dft-stack sso__form" onSubmit={(event) => void submit(event)}>
      {!connection && (
        <div className="dft-tabs">
          {(['oidc', 'saml'] as const).map((protocol) => (
            <button
              aria-pressed={values.protocol === protocol}
              className="dft-tab"
              data-testid={`sso-protocol-${protocol}`}
              key={protocol}
              onClick={() => put({ protocol })}
              type="button"
            >
              {texts.protocols[protocol]}
            </button>
          ))}
        </div>
      )}
      <div className="sso__grid">
        {field('name', { isRequired: true, isPlain: true })}
        {field('code', { isRequired: true, isFixed: connection !== undefined })}
      </div>
      {isOidc ? (
        <div className="sso__grid">
          {field('issuer', { isRequired: true })}
          {field('clientId', { isRequired: true })}
          {field('clientSecret', {
            isSecret: true,
            hint: connection?.hasSecret ? texts.secretKept : texts.hints.clientSecret,
          })}
        </div>
      ) : (
        <>
          <MetadataBox onRead={put} texts={texts} />
          <div className="sso__grid">
            {field('issuer', { label: texts.fields.samlIssuer, hint: '', isRequired: true })}
            {field('entryPoint', { isRequired: true })}
          </div>
          {field('certificate', { isRequired: true, isLong: true })}
          {connection?.certificates.map((certificate) => (
            <p className="dft-muted sso__certificate" key={certificate.fingerprint}>
              <bdi>{certificate.subject}</bdi> · {texts.validUntil}{' '}
              <bdi>{formatMoment(certificate.expiresAt, 'UTC')}</bdi> · SHA-256{' '}
              <code className="dft-break">{certificate.fingerprint}</code>
            </p>
          ))}
        </>
      )}
      <RoleMapping language={language} onChange={setRules} roles={overview.roles} rules={rules} />
      <div className="sso__grid">
        {field('roleClaim')}
        <div className="sso__field">
          {texts.fields.defaultRole}
          <RoleSelect
            label={texts.fields.defaultRole}
            language={language}
            none={texts.noRole}
            onChange={(defaultRole) => put({ defaultRole })}
            roles={overview.roles}
            testId="sso-default-role"
            value={values.defaultRole}
          />
          <small className="dft-muted">{texts.hints.defaultRole}</small>
        </div>
        {field('trustedDomains')}
      </div>
      <label className="dft-check">
        <input
          checked={values.createsUsers}
          data-testid="sso-creates-users"
          onChange={(event) => put({ createsUsers: event.target.checked })}
          type="checkbox"
        />
        <span>{texts.createsUsers}</span>
      </label>
      <details>
        <summary>{texts.claims}</summary>
        <div className="sso__grid sso__more">
          {field('emailClaim')}
          {field('nameClaim')}
          {field('languageClaim')}
        </div>
      </details>
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" data-testid="sso-save-problem" role="alert">
          {problem}
        </p>
      )}
      <div className="dft-row">
        <Button
          disabled={state === 'saving'}
          extraButtonProps={{ 'data-testid': 'sso-save' }}
          size="medium"
          type="submit"
        >
          {texts.save}
        </Button>
        <span aria-live="polite" className="dft-muted" data-testid="sso-saved">
          {state === 'saved' ? texts.saved : ''}
        </span>
      </div>
    </form>
  );
}

type FieldProps = {
  name: string;
  value: string;
  texts: SsoTexts;
  onChange: (value: string) => void;
  label?: string;
  hint?: string;
  isRequired?: boolean;
  isFixed?: boolean;
  isSecret?: boolean;
  isLong?: boolean;
  /** Words of people, in their direction; everything else is technical and stands from left to right. */
  isPlain?: boolean;
};

function Field({ name, value, texts, onChange, ...extras }: FieldProps) {
  const label = extras.label ?? (texts.fields as Record<string, string>)[name];
  const hint = extras.hint ?? (texts.hints as Record<string, string>)[name];
  const shared = {
    className: 'dft-input',
    'data-testid': `sso-${name}`,
    id: `sso-${name}`,
    dir: extras.isPlain ? ('auto' as const) : ('ltr' as const),
    readOnly: extras.isFixed === true,
    required: extras.isRequired === true,
    value,
  };
  return (
    <div className="sso__field">
      <label htmlFor={`sso-${name}`}>{label}</label>
      {extras.isLong ? (
        <textarea {...shared} onChange={(event) => onChange(event.target.value)} rows={6} />
      ) : (
        <input
          {...shared}
          autoComplete="off"
          onChange={(event) => onChange(event.target.value)}
          type={extras.isSecret ? 'password' : 'text'}
        />
      )}
      {hint && <small className="dft-muted">{hint}</small>}
    </div>
  );
}

function startValues(connection: ConnectionView | undefined) {
  return {
    code: connection?.code ?? '',
    name: connection?.name ?? '',
    protocol: connection?.protocol ?? ('oidc' as 'oidc' | 'saml'),
    issuer: connection?.issuer ?? '',
    clientId: connection?.clientId ?? '',
    clientSecret: '',
    entryPoint: connection?.entryPoint ?? '',
    certificate: connection?.certificate ?? '',
    emailClaim: connection?.emailClaim ?? 'email',
    nameClaim: connection?.nameClaim ?? 'name',
    languageClaim: connection?.languageClaim ?? 'locale',
    roleClaim: connection?.roleClaim ?? 'groups',
    defaultRole: connection?.defaultRole ?? '',
    createsUsers: connection?.createsUsers ?? true,
    trustedDomains: connection?.trustedDomains ?? '',
  };
}
