'use client';

import { type FormEvent, useState } from 'react';
import type { AccountOverride } from '../../../../core/billing/index.ts';
import { formatNumber } from '../../../components/format.ts';
import { formatMoment } from '../../../components/language.ts';
import { useWork } from '../../../components/use-work.ts';
import type { AccountProps } from './account-section.tsx';
import { ACCOUNT_TEXTS } from './texts.ts';

/** What staff granted or took apart from the plan, with why and until when. */
export function OverrideList(props: AccountProps) {
  const { account, schoolId, timeZone, features, language, onDo } = props;
  const texts = ACCOUNT_TEXTS[language];
  const { isBusy, problem, work } = useWork(texts.offline);
  const nameOf = (key: string) => features[key]?.[language === 'ar' ? 1 : 0] ?? texts.quotas[key] ?? key;
  const limitOf = ({ value }: AccountOverride) =>
    typeof value === 'boolean'
      ? texts[value ? 'yes' : 'no']
      : value === null
        ? texts.unlimited
        : formatNumber(value, language);
  const end = (override: string) =>
    work(() => onDo('/console/account/override/end', { id: schoolId, override }));
  return (
    <section className="dft-card dft-stack dft-stack--tight">
      <h2>{texts.overrides}</h2>
      {account.overrides.length === 0 ? (
        <p className="dft-muted">{texts.noOverrides}</p>
      ) : (
        <div className="dft-table-wrap">
          <table className="dft-table dft-table--stack" data-testid="overrides">
            <thead>
              <tr>
                {[texts.what, texts.value, texts.why, texts.until, texts.by].map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
                <td />
              </tr>
            </thead>
            <tbody>
              {account.overrides.map((override) => (
                <tr key={override.id}>
                  <th scope="row">
                    {nameOf(override.key)}{' '}
                    <span className={`dft-badge${override.state === 'running' ? ' dft-badge--good' : ''}`}>
                      {texts.overrideStates[override.state]}
                    </span>
                  </th>
                  <td data-label={texts.value}>{limitOf(override)}</td>
                  <td data-label={texts.why}>
                    <bdi>{override.reason}</bdi>
                  </td>
                  <td data-label={texts.until}>
                    <bdi>{formatMoment(override.endedAt ?? override.endsAt, timeZone)}</bdi>
                  </td>
                  <td data-label={texts.by}>
                    <bdi>{override.createdBy}</bdi>
                  </td>
                  <td>
                    {override.state !== 'over' && (
                      <button
                        className="schools__button"
                        disabled={isBusy}
                        onClick={() => void end(override.id)}
                        type="button"
                      >
                        {texts.endOverride}
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      <OverrideForm {...props} nameOf={nameOf} />
    </section>
  );
}

function OverrideForm({
  account,
  schoolId,
  language,
  onDo,
  nameOf,
}: AccountProps & { nameOf: (key: string) => string }) {
  const texts = ACCOUNT_TEXTS[language];
  const { features, quotas } = account.overrideKeys;
  const [key, setKey] = useState(features[0] ?? '');
  const { isBusy, problem, work } = useWork(texts.offline);
  const isQuota = quotas.includes(key);
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const { value, until, reason } = Object.fromEntries(new FormData(form)) as Record<string, string>;
    void work(async () => {
      await onDo('/console/account/override', {
        id: schoolId,
        key,
        value: isQuota ? (value ? Number(value) : null) : value === 'yes',
        reason,
        // To the end of the day.
        endsAt: new Date(Date.parse(`${until}T00:00:00Z`) + 86_400_000).toISOString(),
      });
      form.reset();
    });
  };
  return (
    <details>
      <summary>{texts.addOverride}</summary>
      <form className="dft-stack account__form" data-testid="override-form" onSubmit={send}>
        <div className="schools__form">
          <label>
            {texts.what}
            <select
              className="dft-input"
              name="key"
              onChange={(event) => setKey(event.target.value)}
              value={key}
            >
              {[...features, ...quotas].map((code) => (
                <option key={code} value={code}>
                  {nameOf(code)}
                </option>
              ))}
            </select>
          </label>
          {isQuota ? (
            <label>
              {texts.limit}
              <input className="dft-input" inputMode="numeric" name="value" pattern="[0-9]*" />
            </label>
          ) : (
            <label>
              {texts.value}
              <select className="dft-input" name="value">
                <option value="yes">{texts.yes}</option>
                <option value="no">{texts.no}</option>
              </select>
            </label>
          )}
          <label>
            {texts.lastDay}
            <input className="dft-input" min={account.now.slice(0, 10)} name="until" required type="date" />
          </label>
          <label>
            {texts.reason}
            <input className="dft-input" dir="auto" maxLength={500} minLength={3} name="reason" required />
          </label>
        </div>
        {problem !== undefined && (
          <p className="dft-notice dft-notice--error" role="alert">
            {problem}
          </p>
        )}
        <div className="dft-row">
          <button className="schools__button schools__button--main" disabled={isBusy} type="submit">
            {texts.addOverride}
          </button>
        </div>
      </form>
    </details>
  );
}
