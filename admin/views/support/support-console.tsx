'use client';

import { Button } from '@payloadcms/ui';
import { type FormEvent, useState } from 'react';
import type { SupportGrant } from '../../../core/identity/browser.ts';
import { callApi, problemSentence } from '../../components/call-api.ts';
import type { Language } from '../../components/language.ts';
import { GrantCard } from './grant-card.tsx';
import { SUPPORT_TEXTS } from './texts.ts';
import './support.css';

type Grant = SupportGrant & { school: string; schoolAr: string | null };
type School = { id: string; name: string; nameAr: string | null; subdomain: string };
type SupportConsoleProps = { language: Language; schools: School[]; grants: Grant[] };

const EMPTY = { tenantId: '', reason: '', ticket: '', writeAsked: false };

/** The console's side: asking a school, and entering it while its hour runs. */
export function SupportConsole(props: SupportConsoleProps) {
  const { language, schools } = props;
  const texts = SUPPORT_TEXTS[language];
  const [grants, setGrants] = useState(props.grants);
  const [request, setRequest] = useState(EMPTY);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const nameOf = (school: { name: string; nameAr: string | null }) =>
    language === 'ar' ? (school.nameAr ?? school.name) : school.name;

  const act = async (work: () => Promise<unknown>) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await work();
    } catch (error) {
      setProblem(problemSentence(error, texts.offline));
    }
    const now = await callApi<{ grants: Grant[] }>('/support/grants').catch(() => undefined);
    if (now) setGrants(now.grants);
    setBusy(false);
  };
  const ask = (event: FormEvent) => {
    event.preventDefault();
    void act(async () => {
      await callApi('/support/request', request);
      setRequest(EMPTY);
    });
  };
  const enter = (id: string) =>
    void act(async () => {
      const { url } = await callApi<{ url: string }>('/support/enter', { id });
      window.location.assign(url);
    });

  return (
    <div className="dft-stack">
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      <form className="dft-card dft-stack dft-stack--tight" onSubmit={ask}>
        <h2>{texts.newRequest}</h2>
        <label className="support__field">
          <span>{texts.school}</span>
          <select
            className="dft-input"
            data-testid="support-school"
            onChange={(event) => setRequest({ ...request, tenantId: event.target.value })}
            required
            value={request.tenantId}
          >
            <option value="">{texts.choose}</option>
            {schools.map((school) => (
              <option key={school.id} value={school.id}>
                {nameOf(school)} ({school.subdomain})
              </option>
            ))}
          </select>
        </label>
        <label className="support__field">
          <span>{texts.reason}</span>
          <input
            className="dft-input"
            data-testid="support-reason"
            maxLength={500}
            minLength={15}
            onChange={(event) => setRequest({ ...request, reason: event.target.value })}
            required
            type="text"
            value={request.reason}
          />
          <small className="dft-muted">{texts.reasonHint}</small>
        </label>
        <label className="support__field">
          <span>{texts.ticket}</span>
          <input
            className="dft-input"
            data-testid="support-ticket"
            maxLength={80}
            minLength={2}
            onChange={(event) => setRequest({ ...request, ticket: event.target.value })}
            required
            type="text"
            value={request.ticket}
          />
        </label>
        <label className="dft-check">
          <input
            checked={request.writeAsked}
            onChange={(event) => setRequest({ ...request, writeAsked: event.target.checked })}
            type="checkbox"
          />
          <span>{texts.writeAsked}</span>
        </label>
        <div>
          <Button disabled={isBusy} type="submit">
            {texts.ask}
          </Button>
        </div>
      </form>
      {grants.length === 0 && <p className="dft-card">{texts.noneConsole}</p>}
      {grants.map((grant) => (
        <GrantCard
          grant={grant}
          key={grant.id}
          texts={texts}
          title={nameOf({ name: grant.school, nameAr: grant.schoolAr })}
          zone="UTC"
        >
          {grant.status === 'approved' && (
            <Button disabled={isBusy} onClick={() => enter(grant.id)}>
              {texts.enter}
            </Button>
          )}
          {(grant.status === 'approved' || grant.status === 'requested') && (
            <Button
              buttonStyle="secondary"
              disabled={isBusy}
              onClick={() => void act(() => callApi('/support/end', { id: grant.id }))}
            >
              {texts.end}
            </Button>
          )}
        </GrantCard>
      ))}
    </div>
  );
}
