'use client';

import './marks.css';
import { useId } from 'react';
import type { Language } from '../../../core/kernel/index.ts';
import { isolated } from '../../components/format.ts';
import { LeaveModal } from '../../components/leave-modal.tsx';
import { useLeaveGuard } from '../../components/use-leave-guard.ts';
import { titleOf } from './group-title.ts';
import { OverviewBoard } from './overview-board.tsx';
import { SheetBoard } from './sheet-board.tsx';
import type { MarkRights } from './sheet-state.tsx';
import { StatisticsBoard } from './statistics-board.tsx';
import { MARK_TEXTS } from './texts.ts';
import { type Chosen, TABS, useMarksChoice, useSheetList } from './use-marks-choice.ts';
import { useSheet } from './use-sheet.ts';

type MarksPageProps = MarkRights & { language: Language; userId: string; timeZone: string; today: string };

/** Marks: choose a term and a lesson group, enter, look at the statistics, publish. */
export function MarksPage({ language, userId, timeZone, today, canWrite, canPublish }: MarksPageProps) {
  const texts = MARK_TEXTS[language];
  const id = useId();
  const { list, problem, reload } = useSheetList(texts.offline);
  const { chosen, sheetRef, choose } = useMarksChoice(list);
  const state = useSheet({
    userId,
    sheetRef: chosen.tab === 'overview' ? undefined : sheetRef,
    language,
    offline: texts.offline,
  });
  const { guard, pending, settle } = useLeaveGuard(state.unsaved > 0);
  const go = (next: Partial<Chosen>) => guard(() => choose({ ...chosen, ...next }));
  const trouble = problem ?? state.problem;
  const yearId = list?.terms.find((term) => term.id === chosen.term)?.yearId;
  const groups = list?.groups.filter((group) => group.yearId === yearId) ?? [];
  return (
    <div className="marks">
      <header className="marks__head">
        <h1>{texts.title}</h1>
        {list && list.terms.length > 0 && (
          <div className="marks__choose">
            <label htmlFor={`${id}-term`}>
              {texts.term}
              <select
                className="dft-input"
                data-testid="marks-term"
                id={`${id}-term`}
                onChange={(event) => go({ term: event.target.value })}
                value={chosen.term}
              >
                {list.terms.map((term) => (
                  <option key={term.id} value={term.id}>
                    {isolated(titleOf(term, language))} · {isolated(term.year)}
                  </option>
                ))}
              </select>
            </label>
            <label htmlFor={`${id}-group`}>
              {texts.group}
              <select
                className="dft-input"
                data-testid="marks-group"
                id={`${id}-group`}
                onChange={(event) => go({ offering: event.target.value, tab: 'grid' })}
                value={chosen.offering}
              >
                <option value="">{texts.chooseGroup}</option>
                {groups.map((group) => (
                  <option key={group.id} value={group.id}>
                    {titleOf(group, language)}
                  </option>
                ))}
              </select>
            </label>
          </div>
        )}
        <nav className="dft-tabs">
          {TABS.map((tab) => (
            <button
              aria-pressed={chosen.tab === tab}
              className="dft-tab"
              data-testid={`marks-tab-${tab}`}
              disabled={tab !== 'overview' && chosen.offering === ''}
              key={tab}
              onClick={() => go({ tab })}
              type="button"
            >
              {texts.tabs[tab]}
            </button>
          ))}
        </nav>
      </header>
      {trouble !== undefined && (
        <div className="dft-notice dft-notice--error" role="alert">
          <p>{trouble}</p>
          <button className="dft-tab" onClick={problem === undefined ? state.reload : reload} type="button">
            {texts.retry}
          </button>
        </div>
      )}
      {list?.terms.length === 0 && <p className="dft-notice">{texts.noTerms}</p>}
      {list && list.groups.length === 0 && <p className="dft-notice">{texts.noGroups}</p>}
      {chosen.tab === 'overview' && list && chosen.term !== '' && list.groups.length > 0 && (
        <OverviewBoard
          canPublish={canPublish}
          key={chosen.term}
          language={language}
          list={list}
          onOpen={(offering) => choose({ ...chosen, offering, tab: 'grid' })}
          onPublished={reload}
          term={chosen.term}
        />
      )}
      {chosen.tab === 'statistics' && sheetRef && <StatisticsBoard language={language} sheetRef={sheetRef} />}
      {chosen.tab === 'grid' && sheetRef && !state.sheet && !state.problem && (
        <p aria-busy="true">{texts.loading}</p>
      )}
      {chosen.tab === 'grid' && (
        <SheetBoard
          canPublish={canPublish}
          canWrite={canWrite}
          language={language}
          onMoved={() => {
            state.reload();
            reload();
          }}
          state={state}
          timeZone={timeZone}
          today={today}
        />
      )}
      {pending && (
        <LeaveModal
          onDiscard={() => {
            settle();
            state.discard();
            pending.run();
          }}
          onSave={async () => {
            settle();
            if (await state.submit()) pending.run();
          }}
          onStay={settle}
          testId="marks-leave"
          texts={texts}
        />
      )}
    </div>
  );
}
