'use client';

import { useState } from 'react';
import type { Choices, SchoolList, SchoolState } from '../../../core/administration/index.ts';
import { callApi, problemSentence } from '../../components/call-api.ts';
import { fill, formatDay, formatNumber } from '../../components/format.ts';
import type { Language } from '../../components/language.ts';
import { CreateSchool } from './create-school.tsx';
import { StateBadge } from './state-badge.tsx';
import { SCHOOLS_TEXTS } from './texts.ts';

type Props = {
  start: SchoolList;
  choices: Choices;
  zones: { code: string; name: string }[];
  group: string | undefined;
  language: Language;
};

/** The list of schools in the browser: filters, pages and the form for a new one. */
export function SchoolsClient({ start, choices, zones, group: startGroup, language }: Props) {
  const texts = SCHOOLS_TEXTS[language];
  const [list, setList] = useState(start);
  const [filter, setFilter] = useState({ search: '', state: '', group: startGroup ?? '' });
  const [problem, setProblem] = useState<string>();
  const [creating, setCreating] = useState(false);

  const load = async (next: typeof filter, page = 1) => {
    setFilter(next);
    setProblem(undefined);
    try {
      const query = new URLSearchParams({ search: next.search, state: next.state, page: String(page) });
      if (next.group) query.set('group', next.group);
      setList(await callApi<SchoolList>(`/console/schools?${query.toString()}`));
    } catch (error) {
      setProblem(problemSentence(error, texts.offline));
    }
  };
  const nameOf = (one: { name: string; nameAr: string | null }) =>
    language === 'ar' ? (one.nameAr ?? one.name) : one.name;

  return (
    <div className="dft-stack">
      <div className="dft-row schools__filters">
        <label>
          {texts.search}
          <input
            className="dft-input"
            data-testid="schools-search"
            onChange={(event) => void load({ ...filter, search: event.target.value })}
            value={filter.search}
          />
        </label>
        <label>
          {texts.state}
          <select
            className="dft-input"
            onChange={(event) => void load({ ...filter, state: event.target.value })}
            value={filter.state}
          >
            <option value="">{texts.all}</option>
            {(Object.keys(texts.states) as SchoolState[]).map((state) => (
              <option key={state} value={state}>
                {texts.states[state]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {texts.group}
          <select
            className="dft-input"
            onChange={(event) => void load({ ...filter, group: event.target.value })}
            value={filter.group}
          >
            <option value="">{texts.all}</option>
            {choices.groups.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <button
          className="schools__button schools__button--main"
          data-testid="schools-new"
          onClick={() => setCreating(!creating)}
          type="button"
        >
          {creating ? texts.cancel : texts.create}
        </button>
      </div>
      {creating && (
        <CreateSchool choices={choices} language={language} onMade={() => void load(filter)} zones={zones} />
      )}
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      <p className="dft-muted">{fill(texts.total, { count: formatNumber(list.total, language) })}</p>
      {list.schools.length === 0 ? (
        <p className="dft-card">{texts.none}</p>
      ) : (
        <div className="dft-table-wrap">
          <table className="dft-table dft-table--stack">
            <thead>
              <tr>
                {[texts.name, texts.address, texts.state, texts.plan, texts.group, texts.trialEnds].map(
                  (head) => (
                    <th key={head} scope="col">
                      {head}
                    </th>
                  ),
                )}
              </tr>
            </thead>
            <tbody>
              {list.schools.map((school) => (
                <tr data-testid={`school-${school.subdomain}`} key={school.id}>
                  <th scope="row">
                    <a href={`/admin/schools/${school.id}`}>
                      <bdi>{nameOf(school)}</bdi>
                    </a>
                  </th>
                  <td data-label={texts.address}>
                    <bdi>{school.customDomain ?? school.subdomain}</bdi>
                  </td>
                  <td data-label={texts.state}>
                    <StateBadge language={language} state={school.status} />
                  </td>
                  <td data-label={texts.plan}>{language === 'ar' ? school.planNameAr : school.planName}</td>
                  <td data-empty={school.groupName === null} data-label={texts.group}>
                    <bdi>{school.groupName}</bdi>
                  </td>
                  <td data-empty={school.trialEndsAt === null} data-label={texts.trialEnds}>
                    {school.trialEndsAt && formatDay(school.trialEndsAt, language, 'Asia/Qatar')}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {list.pages > 1 && (
        <div className="dft-row">
          <button
            className="schools__button"
            disabled={list.page <= 1}
            onClick={() => void load(filter, list.page - 1)}
            type="button"
          >
            {texts.previous}
          </button>
          <span>{fill(texts.page, { page: list.page, pages: list.pages })}</span>
          <button
            className="schools__button"
            disabled={list.page >= list.pages}
            onClick={() => void load(filter, list.page + 1)}
            type="button"
          >
            {texts.next}
          </button>
        </div>
      )}
    </div>
  );
}
