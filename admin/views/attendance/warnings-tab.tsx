'use client';

import { useState } from 'react';
import type { Warning } from '../../../core/attendance/index.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { callApi } from '../../components/call-api.ts';
import { fill, formatDate, formatNumber } from '../../components/format.ts';
import { Pager } from '../../components/pager.tsx';
import { Problem } from './problem.tsx';
import { ATTENDANCE_TEXTS } from './texts.ts';
import { useLoaded } from './use-loaded.ts';
import { Waiting } from './waiting.tsx';

const SHORT = { day: 'numeric', month: 'short', year: 'numeric' } as const;

type WarningsTabProps = { language: Language; canManage: boolean; canEditThresholds: boolean };

/** Who reached which step, and the letters about it. */
export function WarningsTab({ language, canManage, canEditThresholds }: WarningsTabProps) {
  const texts = ATTENDANCE_TEXTS[language];
  const [page, setPage] = useState(1);
  const { value, problem, reload } = useLoaded<{ warnings: Warning[]; page: number; pages: number }>(
    `/register/warnings?page=${page}`,
    texts.offline,
  );
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string) =>
    setChosen((now) => {
      const next = new Set(now);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const open = value?.warnings.filter(({ withdrawnAt }) => withdrawnAt === null) ?? [];
  const unprinted = open.filter(({ printedAt }) => printedAt === null).map(({ id }) => id);
  return (
    <section className="dft-stack">
      <Problem text={problem} />
      {!value && problem === undefined && <Waiting language={language} />}
      <div className="dft-row">
        {canManage && chosen.size > 0 && (
          <a
            className="dft-tab"
            data-testid="warnings-print"
            href={`/api/register/letters?ids=${[...chosen].join(',')}`}
            onClick={() => void callApi('/register/letters', { ids: [...chosen] }).then(reload, reload)}
            rel="noreferrer"
            target="_blank"
          >
            {fill(texts.print, { count: formatNumber(chosen.size, language) })}
          </a>
        )}
        {canManage && unprinted.length > 0 && (
          <button
            className="dft-tab"
            onClick={() => setChosen(new Set(unprinted.slice(0, 200)))}
            type="button"
          >
            {texts.chooseUnprinted}
          </button>
        )}
        {canEditThresholds && (
          <>
            <a href="/admin/collections/attendance-threshold-rules">{texts.editRules}</a>
            <a href="/admin/collections/attendance-threshold-steps">{texts.editSteps}</a>
          </>
        )}
      </div>
      {value?.warnings.length === 0 && <p className="dft-notice">{texts.noWarnings}</p>}
      {value && value.warnings.length > 0 && (
        <div className="dft-card">
          <table className="dft-table dft-table--stack" data-testid="warnings-list">
            <thead>
              <tr>
                <th scope="col">{texts.pupil}</th>
                <th scope="col">{texts.step}</th>
                <th scope="col">{texts.count}</th>
                <th scope="col">{texts.date}</th>
                <th scope="col">{texts.letter}</th>
              </tr>
            </thead>
            <tbody>
              {value.warnings.map((warning) => (
                <WarningRow
                  isChosen={chosen.has(warning.id)}
                  key={warning.id}
                  language={language}
                  onToggle={canManage && warning.withdrawnAt === null ? () => toggle(warning.id) : undefined}
                  warning={warning}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {value && <Pager language={language} onPage={setPage} page={value.page} pages={value.pages} />}
    </section>
  );
}

type WarningRowProps = {
  warning: Warning;
  language: Language;
  isChosen: boolean;
  onToggle: (() => void) | undefined;
};

function WarningRow({ warning, language, isChosen, onToggle }: WarningRowProps) {
  const texts = ATTENDANCE_TEXTS[language];
  const arabic = language === 'ar';
  const { student, step, rule } = warning;
  const name = arabic ? (student.nameAr ?? student.name) : student.name;
  const state = warning.withdrawnAt ? 'withdrawn' : warning.printedAt ? 'printed' : 'notPrinted';
  const badge = { withdrawn: '', printed: 'dft-badge--good', notPrinted: 'dft-badge--warning' }[state];
  return (
    <tr>
      <th scope="row">
        <span className="dft-check">
          {onToggle && <input aria-label={name} checked={isChosen} onChange={onToggle} type="checkbox" />}
          <span>
            <bdi>{name}</bdi>{' '}
            <bdi className="dft-muted">
              {arabic ? (warning.class?.titleAr ?? warning.class?.title) : warning.class?.title}
            </bdi>
          </span>
        </span>
      </th>
      <td data-label={texts.step}>
        <bdi>{arabic ? step.titleAr : step.title}</bdi>{' '}
        <bdi className="dft-muted">{arabic ? rule.titleAr : rule.title}</bdi>
      </td>
      <td className="dft-number" data-label={texts.count}>
        {formatNumber(warning.count, language)}
      </td>
      <td data-label={texts.date}>{formatDate(warning.on, language, SHORT)}</td>
      <td data-label={texts.letter}>
        <span className={`dft-badge ${badge}`}>{texts.letterState[state]}</span>
      </td>
    </tr>
  );
}
