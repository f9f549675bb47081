'use client';

import './timetable.css';
import { Button } from '@payloadcms/ui';
import { useCallback, useEffect, useState } from 'react';
import type { OwnPupil, TimetableChoices, WeekEntry } from '../../../core/timetable/index.ts';
import { problemSentence } from '../../components/call-api.ts';
import type { Language } from '../../components/language.ts';
import { DayBoard } from './day-board.tsx';
import { type FeedSubject, FeedsCard } from './feeds-card.tsx';
import { LessonModal } from './lesson-modal.tsx';
import { inLanguage, TIMETABLE_TEXTS } from './texts.ts';
import { type Draft, fetchWeek, type Whose } from './timetable-api.ts';
import { WeekGrid } from './week-grid.tsx';
import { WhosePicker } from './whose-picker.tsx';

type Props = {
  choices: TimetableChoices;
  start: Whose | undefined;
  pupils: readonly OwnPupil[];
  ownTeacher: string | undefined;
  today: string;
  timeZone: string;
  weekdays: readonly number[];
  language: Language;
  mayWrite: boolean;
  mayCover: boolean;
};

/** The timetable in the browser: whose week or day, the lesson that is edited, covers and calendar addresses. */
export function TimetableClient(props: Props) {
  const { choices, start, today, weekdays, language, mayWrite } = props;
  const texts = TIMETABLE_TEXTS[language];
  const [whose, setWhose] = useState(start);
  const [tab, setTab] = useState<'week' | 'day'>('week');
  const [entries, setEntries] = useState<WeekEntry[]>();
  const [problem, setProblem] = useState<string>();
  const [draft, setDraft] = useState<Draft>();
  const [isSaved, setSaved] = useState(false);
  const load = useCallback(() => {
    if (!whose) return;
    fetchWeek(whose, today).then(
      (found) => {
        setEntries(found);
        setProblem(undefined);
      },
      (error: unknown) => setProblem(problemSentence(error, texts.offline)),
    );
  }, [whose, today, texts.offline]);
  useEffect(load, [load]);
  if (!whose) return <p className="dft-notice">{texts.noneToShow}</p>;
  const list = { class: choices.classes, teacher: choices.teachers, room: choices.rooms }[whose.kind];
  const chosen = list.find(({ id }) => id === whose.id);
  const name = chosen ? inLanguage(language, chosen.title, chosen.titleAr) : '';
  const hasBells = choices.periods.length > 0;
  const open = (part: Partial<Draft>) => {
    setSaved(false);
    setDraft({ ...emptyDraft(whose, today), ...part });
  };
  return (
    <div className="dft-stack timetable" data-testid="timetable">
      <div className="dft-row dft-row--between timetable__head">
        <WhosePicker choices={choices} language={language} onChoose={setWhose} whose={whose} />
        <div className="dft-row timetable__actions">
          <div className="dft-tabs">
            {(['week', 'day'] as const).map((candidate) => (
              <button
                aria-pressed={tab === candidate}
                className="dft-tab"
                data-testid={`tab-${candidate}`}
                key={candidate}
                onClick={() => setTab(candidate)}
                type="button"
              >
                {texts[candidate]}
              </button>
            ))}
          </div>
          <Button buttonStyle="secondary" onClick={() => window.print()} size="small">
            {texts.print}
          </Button>
        </div>
      </div>
      <h2 className="timetable__name">
        <bdi>{name}</bdi>
      </h2>
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      {isSaved && (
        <p className="dft-notice dft-notice--good" data-testid="timetable-saved" role="status">
          {texts.saved}
        </p>
      )}
      {!hasBells && (
        <p className="dft-notice dft-notice--warning">
          {texts.noBells} {mayWrite && <a href="/admin/calendar">{texts.toCalendar}</a>}
        </p>
      )}
      {tab === 'week' && hasBells && (
        <>
          {entries?.length === 0 && <p className="dft-muted">{texts.nothing}</p>}
          {mayWrite && <p className="dft-muted timetable__keys">{texts.keys}</p>}
          <WeekGrid
            entries={entries ?? []}
            kind={whose.kind}
            language={language}
            onAdd={mayWrite ? open : undefined}
            onOpen={mayWrite ? (entry) => open(draftOf(entry, today)) : undefined}
            periods={choices.periods}
            weekdays={shownWeekdays(weekdays, entries ?? [])}
          />
        </>
      )}
      {tab === 'day' && (
        <DayBoard
          language={language}
          mayCover={props.mayCover}
          teachers={choices.teachers}
          today={today}
          whose={whose}
        />
      )}
      <FeedsCard language={language} subjects={subjectsOf(props, whose, name)} timeZone={props.timeZone} />
      {draft && (
        <LessonModal
          choices={choices}
          language={language}
          onClose={() => setDraft(undefined)}
          onSaved={() => {
            setDraft(undefined);
            setSaved(true);
            load();
          }}
          start={draft}
          weekdays={weekdays}
          whose={whose}
        />
      )}
    </div>
  );
}

function emptyDraft(whose: Whose, today: string): Draft {
  return {
    ...{ id: undefined, offering: '', weekday: 0, period: 1, from: today },
    teacher: whose.kind === 'teacher' ? whose.id : '',
    room: whose.kind === 'room' ? whose.id : '',
  };
}

function draftOf(entry: WeekEntry, today: string): Draft {
  return {
    ...{ id: entry.id, offering: entry.offeringId, weekday: entry.weekday, period: entry.period },
    ...{ teacher: entry.teacherId ?? '', room: entry.roomId ?? '' },
    from: entry.startDate > today ? entry.startDate : today,
  };
}

// A lesson on a day of the weekend, from before the weekend was changed, is not hidden.
function shownWeekdays(weekdays: readonly number[], entries: readonly WeekEntry[]): number[] {
  const more = entries.map(({ weekday }) => weekday).filter((weekday) => !weekdays.includes(weekday));
  return [...weekdays, ...new Set(more)];
}

// Rooms have no address of their own: nobody follows a room. A family takes those of its children.
function subjectsOf({ pupils, language }: Props, whose: Whose, name: string): FeedSubject[] {
  if (pupils.length > 0)
    return pupils.map(({ studentId, title, titleAr }) => ({
      ...{ kind: 'student', id: studentId, name: inLanguage(language, title, titleAr) },
    }));
  return whose.kind === 'room' ? [] : [{ kind: whose.kind, id: whose.id, name }];
}
