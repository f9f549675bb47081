'use client';

import { useState } from 'react';
import type { Choices, SchoolDetail, StateAction } from '../../../core/administration/index.ts';
import { callApi, problemSentence } from '../../components/call-api.ts';
import { formatDay } from '../../components/format.ts';
import type { Language } from '../../components/language.ts';
import { StateActions } from './state-actions.tsx';
import { StateBadge } from './state-badge.tsx';
import { SCHOOLS_TEXTS } from './texts.ts';

export type SchoolPage = { school: SchoolDetail; actions: StateAction[] } & Choices;

/** One school in the browser: facts, state and group; what it pays is the account below. */
export function SchoolClient({ start, language }: { start: SchoolPage; language: Language }) {
  const texts = SCHOOLS_TEXTS[language];
  const [page, setPage] = useState(start);
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const { school } = page;

  const change = async (path: string, body: Record<string, unknown>): Promise<boolean> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await callApi(path, { id: school.id, ...body });
      setPage(await callApi<SchoolPage>(`/console/school?id=${school.id}`));
      return true;
    } catch (error) {
      setProblem(problemSentence(error, texts.offline));
      return false;
    } finally {
      setBusy(false);
    }
  };
  const day = (at: string) => formatDay(at, language, school.timeZone);
  const why = school.suspendedReason === 'trial_over' ? texts.trialOver : school.suspendedReason;
  const facts: [string, string | null][] = [
    [texts.address, school.customDomainVerifiedAt ? school.customDomain : school.subdomain],
    [texts.made, day(school.createdAt)],
    [texts.trialEnds, school.trialEndsAt && school.status === 'trial' ? day(school.trialEndsAt) : null],
    [texts.since, school.suspendedAt ? day(school.suspendedAt) : null],
    [texts.why, why],
  ];
  return (
    <div className="dft-stack">
      <header className="dft-page__header">
        <p>
          <a href="/admin/schools">{texts.back}</a>
        </p>
        <div className="dft-row">
          <h1>
            <bdi>{language === 'ar' ? (school.nameAr ?? school.name) : school.name}</bdi>
          </h1>
          <StateBadge language={language} state={school.status} />
        </div>
      </header>
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      <dl className="dft-card schools__facts">
        {facts.map(
          ([label, value]) =>
            value && (
              <div key={label} style={{ display: 'contents' }}>
                <dt>{label}</dt>
                <dd>
                  <bdi>{value}</bdi>
                </dd>
              </div>
            ),
        )}
      </dl>
      <StateActions
        actions={page.actions}
        busy={busy}
        language={language}
        onAct={(body) => change('/console/schools/state', body)}
        subdomain={school.subdomain}
      />
      <div className="dft-card schools__form">
        <label>
          {texts.group}
          <select
            className="dft-input"
            disabled={busy}
            onChange={(event) => void change('/console/schools/group', { group: event.target.value || null })}
            value={school.groupId ?? ''}
          >
            <option value="">{texts.noGroup}</option>
            {page.groups.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        {school.groupId && (
          <p>
            <a href={`/admin/groups/${school.groupId}`}>{texts.ofGroup}</a>
          </p>
        )}
      </div>
    </div>
  );
}
