'use client';

import { Button } from '@payloadcms/ui';
import { type FormEvent, useEffect, useState } from 'react';
import type { InTheWay, TimetableChoices } from '../../../core/timetable/index.ts';
import { fill } from '../../components/format.ts';
import type { Language } from '../../components/language.ts';
import { Modal, ModalActions } from '../../components/modal.tsx';
import { useWork } from '../../components/use-work.ts';
import { SlotPicker } from './slot-picker.tsx';
import { inLanguage, TIMETABLE_TEXTS } from './texts.ts';
import { type Draft, fetchTaken, removeLesson, saveLesson, type Whose } from './timetable-api.ts';

type Props = {
  start: Draft;
  whose: Whose;
  choices: TimetableChoices;
  weekdays: readonly number[];
  language: Language;
  onSaved: () => void;
  onClose: () => void;
};

/** One lesson: what, who, where and when. The periods that are taken are shown before anything is saved. */
export function LessonModal({ start, whose, choices, weekdays, language, onSaved, onClose }: Props) {
  const texts = TIMETABLE_TEXTS[language];
  const [draft, setDraft] = useState(start);
  const [taken, setTaken] = useState<InTheWay[]>();
  const { isBusy, problem, work } = useWork(texts.offline);
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const { offering, teacher, room, id, from } = draft;
  useEffect(() => {
    setTaken(undefined);
    if (offering === '') return;
    let isGone = false;
    // A failure here is told by saving: the database has the last word.
    fetchTaken({ ...start, offering, teacher, room, id, from }).then(
      (found) => isGone || setTaken(found),
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, [offering, teacher, room, id, from, start]);
  const offerings = choices.offerings.filter(
    (candidate) => whose.kind !== 'class' || candidate.classroomId === whose.id || candidate.id === offering,
  );
  const inTheWay = taken?.find(({ weekday, period }) => weekday === draft.weekday && period === draft.period);
  const save = (event: FormEvent) => {
    event.preventDefault();
    void work(async () => {
      await saveLesson(draft);
      onSaved();
    });
  };
  const named = ({ title, titleAr }: { title: string; titleAr: string }) =>
    inLanguage(language, title, titleAr);
  return (
    <Modal
      onClose={onClose}
      size="wide"
      testId="lesson-modal"
      title={id ? texts.changeTitle : texts.addTitle}
    >
      <form className="dft-stack" onSubmit={save}>
        <label>
          {texts.offering}
          <select
            className="dft-input"
            data-testid="lesson-offering"
            disabled={id !== undefined}
            onChange={(event) => {
              const found = offerings.find((candidate) => candidate.id === event.target.value);
              set({
                offering: event.target.value,
                from: found && found.startDate > start.from ? found.startDate : start.from,
                ...(whose.kind === 'teacher' ? {} : { teacher: found?.teacherId ?? '' }),
              });
            }}
            required
            value={offering}
          >
            <option value="">{texts.choose}</option>
            {offerings.map((candidate) => (
              <option key={candidate.id} value={candidate.id}>
                {named(candidate)}
              </option>
            ))}
          </select>
        </label>
        <div className="timetable__pair">
          <label>
            {texts.teacher}
            <select
              className="dft-input"
              data-testid="lesson-teacher"
              onChange={(event) => set({ teacher: event.target.value })}
              value={teacher}
            >
              <option value="">{texts.noTeacher}</option>
              {choices.teachers.map((candidate) => (
                <option key={candidate.id} value={candidate.id}>
                  {named(candidate)}
                </option>
              ))}
            </select>
          </label>
          <label>
            {texts.room}
            <select
              className="dft-input"
              data-testid="lesson-room"
              onChange={(event) => set({ room: event.target.value })}
              value={room}
            >
              <option value="">{texts.noRoom}</option>
              {choices.rooms.map((candidate) => (
                <option key={candidate.id} value={candidate.id}>
                  {named(candidate)}
                </option>
              ))}
            </select>
          </label>
        </div>
        <SlotPicker
          chosen={draft}
          isChecking={offering !== '' && taken === undefined}
          language={language}
          onChoose={set}
          periods={choices.periods}
          taken={taken ?? []}
          weekdays={weekdays}
        />
        {offering !== '' && (
          <label>
            {texts.from}
            <input
              className="dft-input"
              data-testid="lesson-from"
              onChange={(event) => isDate(event.target.value) && set({ from: event.target.value })}
              required
              type="date"
              value={draft.from}
            />
            {id !== undefined && <span className="dft-muted">{texts.fromHint}</span>}
          </label>
        )}
        {inTheWay && (
          <p className="dft-notice dft-notice--warning" data-testid="lesson-clash" role="status">
            {fill(texts.slotTaken, {
              weekday: texts.weekdays[draft.weekday] ?? '',
              period: `${texts.period} ${draft.period}`,
              why: fill(texts.reasons[inTheWay.kind], {
                lesson: inLanguage(language, inTheWay.lesson, inTheWay.lessonAr),
              }),
            })}
          </p>
        )}
        {problem !== undefined && (
          <p className="dft-notice dft-notice--error" data-testid="lesson-problem" role="alert">
            {problem}
          </p>
        )}
        <ModalActions>
          <Button disabled={isBusy} extraButtonProps={{ 'data-testid': 'lesson-save' }} type="submit">
            {isBusy ? texts.saving : texts.save}
          </Button>
          {id !== undefined && (
            <Button
              buttonStyle="secondary"
              className="dft-modal__danger"
              disabled={isBusy}
              extraButtonProps={{ 'data-testid': 'lesson-remove' }}
              onClick={() =>
                void work(async () => {
                  await removeLesson(id, draft.from);
                  onSaved();
                })
              }
            >
              {texts.remove}
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

function isDate(value: string): boolean {
  return /^[12]\d{3}-\d\d-\d\d$/.test(value);
}
