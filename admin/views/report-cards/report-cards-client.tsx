'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import type { ReportChoices } from '../../../core/reports/index.ts';
import { callApi } from '../../components/call-api.ts';
import { isolated } from '../../components/format.ts';
import type { Language } from '../../components/language.ts';
import { LeaveModal } from '../../components/leave-modal.tsx';
import { useLeaveGuard } from '../../components/use-leave-guard.ts';
import { useWork } from '../../components/use-work.ts';
import { BankTab } from './bank-tab.tsx';
import { CardsTab } from './cards-tab.tsx';
import { CommentsTab, type Unsaved } from './comments-tab.tsx';
import { PapersTab } from './papers-tab.tsx';
import { classTitle, Problem, Select } from './parts.tsx';
import { REPORT_TEXTS } from './texts.ts';
import './report-cards.css';

export type Rights = { comment: boolean; prepare: boolean; approve: boolean };
type Tab = 'cards' | 'comments' | 'bank' | 'papers';
type Props = { language: Language; rights: Rights; timeZone: string; today: string };

/** What all tabs know: the term and the class that were chosen, in both languages. */
export type Place = {
  language: Language;
  choices: ReportChoices;
  term: string;
  classroom: string;
};

/** The page of the school: term and class are chosen once and stay while one moves between the tabs. */
export function ReportCardsClient({ language, rights, timeZone, today }: Props) {
  const texts = REPORT_TEXTS[language];
  const [choices, setChoices] = useState<ReportChoices>();
  const [tab, setTab] = useState<Tab>('cards');
  const [term, setTerm] = useState('');
  const [classroom, setClassroom] = useState('');
  const [isDirty, setDirty] = useState(false);
  const save = useRef<() => Promise<void>>(undefined);
  const { guard, pending, settle } = useLeaveGuard(isDirty);
  const unsaved = useMemo<Unsaved>(() => ({ onDirty: setDirty, guard, save }), [guard]);
  const { problem, work } = useWork(texts.offline);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the choices are read once
  useEffect(() => {
    void work(async () => {
      const loaded = await callApi<ReportChoices>('/report-cards/choices');
      const first = loaded.terms.find(
        ({ year, isCurrent }) => isCurrent && loaded.classrooms.some((room) => room.year === year),
      );
      const chosen = first ?? loaded.terms[0];
      setChoices(loaded);
      setTerm(chosen?.id ?? '');
      setClassroom(loaded.classrooms.find(({ year }) => year === chosen?.year)?.id ?? '');
    });
  }, []);

  if (choices === undefined) return <Problem text={problem} />;
  if (choices.terms.length === 0) return <p className="dft-notice">{texts.nothingToChoose}</p>;
  const yearOf = (id: string) => choices.terms.find((one) => one.id === id)?.year;
  const rooms = choices.classrooms.filter(({ year }) => year === yearOf(term));
  const place: Place = { language, choices, term, classroom };
  const tabs: Tab[] = [
    'cards',
    ...(rights.comment ? (['comments'] as const) : []),
    ...(rights.prepare ? (['bank', 'papers'] as const) : []),
  ];
  return (
    <div className="dft-stack">
      <nav aria-label={texts.title} className="dft-tabs">
        {tabs.map((one) => (
          <button
            aria-pressed={tab === one}
            className="dft-tab"
            data-testid={`report-tab-${one}`}
            key={one}
            onClick={() => guard(() => setTab(one))}
            type="button"
          >
            {texts.tabs[one]}
          </button>
        ))}
      </nav>
      {tab !== 'bank' && (
        <div className="report-cards__choice">
          <Select
            label={texts.term}
            onChange={(next) =>
              guard(() => {
                setTerm(next);
                setClassroom(choices.classrooms.find(({ year }) => year === yearOf(next))?.id ?? '');
              })
            }
            options={choices.terms.map((one) => [
              one.id,
              `${isolated(language === 'ar' ? one.titleAr : one.title)} · ${isolated(one.yearTitle)}`,
            ])}
            testId="report-term"
            value={term}
          />
          {tab !== 'comments' && (
            <Select
              label={texts.classroom}
              onChange={setClassroom}
              options={rooms.map((room) => [room.id, classTitle(room, language)])}
              testId="report-class"
              value={classroom}
            />
          )}
        </div>
      )}
      {tab === 'cards' && classroom !== '' && (
        <CardsTab
          key={`${term} ${classroom}`}
          place={place}
          rights={rights}
          rooms={rooms}
          texts={texts}
          today={today}
        />
      )}
      {tab === 'comments' && (
        <CommentsTab key={term} place={place} rooms={rooms} texts={texts} unsaved={unsaved} />
      )}
      {tab === 'bank' && <BankTab language={language} texts={texts} />}
      {tab === 'papers' && classroom !== '' && (
        <PapersTab
          key={`${term} ${classroom}`}
          place={place}
          rights={rights}
          texts={texts}
          timeZone={timeZone}
          today={today}
        />
      )}
      {pending && (
        <LeaveModal
          onDiscard={() => {
            settle();
            pending.run();
          }}
          onSave={() => {
            settle();
            void save.current?.().then(pending.run);
          }}
          onStay={settle}
          testId="report-leave"
          texts={texts.leave}
        />
      )}
    </div>
  );
}
