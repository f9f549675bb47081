import { Button, toast } from '@payloadcms/ui';
import { useState } from 'react';
import { nextYearTitle, yearLater } from '../../../core/year-end/browser.ts';
import { callApi } from '../../components/call-api.ts';
import { fill } from '../../components/format.ts';
import type { Language } from '../../components/language.ts';
import { Modal, ModalActions } from '../../components/modal.tsx';
import { useWork } from '../../components/use-work.ts';
import { YEAR_END_TEXTS } from './texts.ts';
import type { Year } from './types.ts';

type Props = { from: Year; language: Language; onClose: () => void; onMade: () => Promise<void> };

/** Makes the next year from this one. */
export function MakeYear({ from, language, onClose, onMade }: Props) {
  const { make: texts, offline } = YEAR_END_TEXTS[language];
  const [title, setTitle] = useState(nextYearTitle(from.title));
  const [startDate, setStart] = useState(yearLater(from.startDate));
  const [endDate, setEnd] = useState(yearLater(from.endDate));
  const [lessons, setLessons] = useState(true);
  const [teachers, setTeachers] = useState(false);
  const { isBusy, problem, work } = useWork(offline);
  const make = () =>
    work(async () => {
      const made = await callApi<{ classes: number; terms: number; lessons: number }>('/year-end/make-year', {
        fromYear: from.id,
        title,
        startDate,
        endDate,
        lessons,
        teachers,
      });
      toast.success(fill(texts.done, made));
      onClose();
      await onMade();
    });
  return (
    <Modal onClose={onClose} testId="make-year-modal" title={texts.title}>
      <p>{texts.intro}</p>
      <label className="dft-stack--tight">
        {texts.name}
        <input className="dft-input" onChange={(event) => setTitle(event.target.value)} value={title} />
      </label>
      <div className="year-end__fields">
        <label className="dft-stack--tight">
          {texts.start}
          <input
            className="dft-input"
            onChange={(event) => setStart(event.target.value)}
            type="date"
            value={startDate}
          />
        </label>
        <label className="dft-stack--tight">
          {texts.end}
          <input
            className="dft-input"
            onChange={(event) => setEnd(event.target.value)}
            type="date"
            value={endDate}
          />
        </label>
      </div>
      <label className="dft-check">
        <input checked={lessons} onChange={(event) => setLessons(event.target.checked)} type="checkbox" />
        {texts.lessons}
      </label>
      <label className="dft-check">
        <input checked={teachers} onChange={(event) => setTeachers(event.target.checked)} type="checkbox" />
        {texts.teachers}
      </label>
      {problem && <p role="alert">{problem}</p>}
      <ModalActions>
        <Button
          disabled={isBusy}
          extraButtonProps={{ 'data-testid': 'make-year-go' }}
          onClick={() => void make()}
        >
          {texts.go}
        </Button>
        <Button buttonStyle="secondary" onClick={onClose}>
          {texts.cancel}
        </Button>
      </ModalActions>
    </Modal>
  );
}
