'use client';

import { Button } from '@payloadcms/ui';
import { useState } from 'react';
import { callApi, problemSentence } from '../../components/call-api.ts';
import { groupScopes } from './scope-groups.ts';
import type { MadeSecret } from './secret-card.tsx';
import type { ApiKeyTexts } from './texts.ts';

type Props = {
  grantable: string[];
  scopeNames: Record<string, string>;
  texts: ApiKeyTexts;
  onMade: (made: MadeSecret) => Promise<void>;
  onCancel: () => void;
};

const DAYS = [30, 90, 180, 365] as const;

/** Asks what a new key is for and may do. Nothing is ticked at first: each permission is a decision. */
export function KeyForm({ grantable, scopeNames, texts, onMade, onCancel }: Props) {
  const [kind, setKind] = useState<'key' | 'oauth_client'>('key');
  const [scopes, setScopes] = useState<ReadonlySet<string>>(new Set());
  const [problem, setProblem] = useState<string>();
  const [isSending, setSending] = useState(false);

  const toggle = (code: string) => {
    const next = new Set(scopes);
    if (!next.delete(code)) next.add(code);
    setScopes(next);
  };

  const send = async (event: React.FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    if (scopes.size === 0) return setProblem(texts.chooseScopes);
    setSending(true);
    setProblem(undefined);
    try {
      const secret = await callApi<Omit<MadeSecret, 'kind' | 'scopes'>>('/keys/create', {
        name: String(form.get('name')),
        kind,
        scopes: [...scopes],
        expiresInDays: Number(form.get('days')),
        allowedAddresses: String(form.get('addresses'))
          .split(/[\s,]+/)
          .filter(Boolean),
        requestsPerMinute: Number(form.get('limit')),
      });
      await onMade({ ...secret, kind, scopes: [...scopes] });
    } catch (error) {
      setProblem(problemSentence(error, texts.offline));
      setSending(false);
    }
  };

  return (
    <form className="dft-card dft-stack" data-testid="key-form" onSubmit={(event) => void send(event)}>
      <h2>{texts.newKey}</h2>
      <label className="api-keys__field">
        {texts.name}
        <input
          autoComplete="off"
          className="dft-input"
          maxLength={80}
          name="name"
          placeholder={texts.namePlaceholder}
          required
        />
      </label>
      <fieldset className="api-keys__group">
        <legend>{texts.kind}</legend>
        {(['key', 'oauth_client'] as const).map((choice) => (
          <label className="dft-check" key={choice}>
            <input
              checked={kind === choice}
              name="kind"
              onChange={() => setKind(choice)}
              type="radio"
              value={choice}
            />
            <span>
              <strong>{texts.kinds[choice]}</strong>
              <span className="api-keys__hint">{texts.kindHints[choice]}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <div className="dft-stack dft-stack--tight">
        <h3>{texts.choose}</h3>
        <p className="dft-muted">{texts.chooseLead}</p>
        <div className="api-keys__columns">
          {groupScopes(grantable).map(({ group, scopes: codes }) => (
            <fieldset className="api-keys__group" key={group}>
              <legend>{texts.groups[group]}</legend>
              {codes.map((code) => (
                <label className="dft-check" key={code}>
                  <input
                    checked={scopes.has(code)}
                    onChange={() => toggle(code)}
                    type="checkbox"
                    value={code}
                  />
                  <span>
                    {scopeNames[code] ?? code}
                    {!code.endsWith('.read') && (
                      <span className="dft-badge dft-badge--warning api-keys__writes">{texts.writes}</span>
                    )}
                  </span>
                </label>
              ))}
            </fieldset>
          ))}
        </div>
      </div>
      <div className="api-keys__columns">
        <label className="api-keys__field">
          {texts.expiresAfter}
          <select className="dft-input" defaultValue="90" name="days">
            {DAYS.map((days) => (
              <option key={days} value={days}>
                {texts.days[days]}
              </option>
            ))}
          </select>
        </label>
        <label className="api-keys__field">
          {texts.limitField}
          <input
            className="dft-input"
            defaultValue={600}
            dir="ltr"
            max={6000}
            min={1}
            name="limit"
            required
            type="number"
          />
        </label>
        <label className="api-keys__field">
          {texts.addresses}
          <textarea className="dft-input" dir="ltr" name="addresses" placeholder="203.0.113.0/24" rows={2} />
          <span className="api-keys__hint">{texts.addressesHint}</span>
        </label>
      </div>
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      <div className="dft-row">
        <Button disabled={isSending} extraButtonProps={{ 'data-testid': 'key-create' }} type="submit">
          {isSending ? texts.making : texts.make}
        </Button>
        <Button buttonStyle="secondary" onClick={onCancel}>
          {texts.cancel}
        </Button>
      </div>
    </form>
  );
}
