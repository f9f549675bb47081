'use client';

import { Button } from '@payloadcms/ui';
import { type FormEvent, useState } from 'react';
import { addDays, datesBetween } from '../../../core/kernel/browser.ts';
import type { BellSchedule, NamedDay, SchoolDay } from '../../../core/timetable/index.ts';
import { callApi } from '../../components/call-api.ts';
import { fill, formatDate } from '../../components/format.ts';
import type { Language } from '../../components/language.ts';
import { Modal, ModalActions } from '../../components/modal.tsx';
import { useWork } from '../../components/use-work.ts';
import { CALENDAR_TEXTS } from './texts.ts';

type Props = {
  /** The day that was chosen; without one the dates are typed. */
  day: SchoolDay | undefined;
  today: string;
  schedules: readonly BellSchedule[];
  language: Language;
  onSaved: () => void;
  onClose: () => void;
};

const KINDS = ['holiday', 'half_day', 'exam_day', 'school_day'] as const;

/** Says what one day or several days in a row are. */
export function DayModal({ day, today, schedules, language, onSaved, onClose }: Props) {
  const texts = CALENDAR_TEXTS[language];
  const isNamed = day?.title !== undefined;
  const [from, setFrom] = useState(day?.date ?? today);
  const [until, setUntil] = useState(day?.date ?? today);
  const [kind, setKind] = useState<NamedDay['kind']>(
    KINDS.find((known) => isNamed && known === day?.kind) ?? 'holiday',
  );
  const [title, setTitle] = useState(day?.title ?? '');
  const [titleAr, setTitleAr] = useState(day?.titleAr ?? '');
  const [bells, setBells] = useState((day?.hasOwnBells && day.bellScheduleId) || '');
  const [follows, setFollows] = useState(String(day?.followsWeekday ?? ''));
  const { isBusy, problem, work } = useWork(texts.offline);
  const send = (days: NamedDay[], clear: string[]) =>
    work(async () => {
      await callApi('/calendar/days', { days, clear });
      onSaved();
    });
  const save = (event: FormEvent) => {
    event.preventDefault();
    const names = { title: title.trim() || titleAr.trim(), titleAr: titleAr.trim() || title.trim() };
    const special = {
      ...(bells === '' ? {} : { bellScheduleId: bells }),
      ...(follows === '' ? {} : { followsWeekday: Number(follows) }),
    };
    void send(
      yearAtMost(from, until).map((date) => ({
        date,
        kind,
        ...names,
        ...(kind === 'holiday' ? {} : special),
      })),
      [],
    );
  };
  return (
    <Modal
      onClose={onClose}
      testId="day-modal"
      title={day ? fill(texts.editTitle, { date: formatDate(day.date, language) }) : texts.newTitle}
    >
      <form className="dft-stack" onSubmit={save}>
        <div className="calendar__pair">
          <label>
            {texts.firstDay}
            <input
              className="dft-input"
              data-testid="day-from"
              onChange={(event) => setFrom(event.target.value)}
              required
              type="date"
              value={from}
            />
          </label>
          <label>
            {texts.lastDay}
            <input
              className="dft-input"
              data-testid="day-until"
              min={from}
              onChange={(event) => setUntil(event.target.value)}
              required
              type="date"
              value={until}
            />
          </label>
        </div>
        <label>
          {texts.kind}
          <select
            className="dft-input"
            data-testid="day-kind"
            onChange={(event) => setKind(KINDS.find((known) => known === event.target.value) ?? 'holiday')}
            value={kind}
          >
            {KINDS.map((known) => (
              <option key={known} value={known}>
                {texts.kinds[known]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {texts.nameAr}
          <input
            className="dft-input"
            data-testid="day-title-ar"
            dir="rtl"
            maxLength={255}
            onChange={(event) => setTitleAr(event.target.value)}
            required={title.trim() === ''}
            value={titleAr}
          />
        </label>
        <label>
          {texts.name}
          <input
            className="dft-input"
            data-testid="day-title"
            dir="ltr"
            maxLength={255}
            onChange={(event) => setTitle(event.target.value)}
            required={titleAr.trim() === ''}
            value={title}
          />
        </label>
        {kind !== 'holiday' && (
          <div className="calendar__pair">
            <label>
              {texts.bells}
              <select className="dft-input" onChange={(event) => setBells(event.target.value)} value={bells}>
                <option value="">{texts.usualBells}</option>
                {schedules.map((schedule) => (
                  <option key={schedule.id} value={schedule.id}>
                    {language === 'ar' ? schedule.titleAr : schedule.title}
                  </option>
                ))}
              </select>
            </label>
            <label>
              {texts.follows}
              <select
                className="dft-input"
                onChange={(event) => setFollows(event.target.value)}
                value={follows}
              >
                <option value="">{texts.ownWeekday}</option>
                {texts.weekdays.map((name, weekday) => (
                  <option key={name} value={weekday}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
          </div>
        )}
        {problem !== undefined && (
          <p className="dft-notice dft-notice--error" role="alert">
            {problem}
          </p>
        )}
        <ModalActions>
          <Button disabled={isBusy} extraButtonProps={{ 'data-testid': 'day-save' }} type="submit">
            {isBusy ? texts.saving : texts.save}
          </Button>
          {isNamed && (
            <Button
              buttonStyle="secondary"
              disabled={isBusy}
              extraButtonProps={{ 'data-testid': 'day-clear' }}
              onClick={() => void send([], yearAtMost(from, until))}
            >
              {texts.clear}
            </Button>
          )}
          <Button buttonStyle="secondary" onClick={onClose}>
            {texts.cancel}
          </Button>
        </ModalActions>
      </form>
    </Modal>
  );
}

/** The dates that were typed; a slip in the year must not send a century. */
function yearAtMost(from: string, until: string): string[] {
  if (from === '' || until === '') return [];
  const last = addDays(from, 365);
  return datesBetween(from, until < last ? until : last);
}
