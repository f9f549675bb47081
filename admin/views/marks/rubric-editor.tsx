'use client';

import { Button } from '@payloadcms/ui';
import { useId, useState } from 'react';
import { hundredths } from '../../../core/gradebook/browser.ts';
import type { Paper, Question, Sheet } from '../../../core/gradebook/index.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { callApi } from '../../components/call-api.ts';
import { fill } from '../../components/format.ts';
import { useWork } from '../../components/use-work.ts';
import { CriterionFields } from './criterion-fields.tsx';
import { isComplete, tidyCriterion, worthOf } from './rubric-model.ts';
import { RUBRIC_TEXTS } from './rubric-texts.ts';
import { MARK_TEXTS } from './texts.ts';

type RubricEditorProps = { sheet: Sheet; language: Language; onSaved: () => void; onClose: () => void };
type Open = { exam: string; criteria: Question[]; hasQuestions: boolean };

/** The criteria of an assessment: made here, copied from another assessment, and used in the cells of the grid. */
export function RubricEditor({ sheet, language, onSaved, onClose }: RubricEditorProps) {
  const texts = RUBRIC_TEXTS[language];
  const { offline, close, phoneAssessment } = MARK_TEXTS[language];
  const id = useId();
  const [open, setOpen] = useState<Open>();
  const { isBusy, problem, work } = useWork(offline);
  const ref = { offering: sheet.offering.id, term: sheet.term.id };
  const others = sheet.assessments.filter((one) => one.rubric && one.id !== open?.exam);
  const max = sheet.assessments.find((one) => one.id === open?.exam)?.maxHundredths;
  const choose = (exam: string) =>
    work(async () => {
      const query = new URLSearchParams({ ...ref, exam });
      const { questions } = await callApi<Paper>(`/gradebook/questions?${query}`);
      const hasQuestions = questions.some(({ levels }) => levels === undefined);
      const isNew = questions.length === 0;
      setOpen({ exam, criteria: isNew ? [firstCriterion(language)] : questions, hasQuestions });
    });
  const set = (criteria: Question[]) => setOpen((now) => now && { ...now, criteria });
  const tidy = open?.criteria.map(tidyCriterion) ?? [];
  const save = () =>
    work(async () => {
      await callApi('/gradebook/questions', { ...ref, exam: open?.exam, questions: tidy, rows: [] });
      onSaved();
    });
  return (
    <section className="dft-card dft-stack dft-stack--tight" data-testid="rubric-editor">
      <div className="dft-row dft-row--between">
        <h2>{texts.title}</h2>
        <button className="dft-tab" onClick={onClose} type="button">
          {close}
        </button>
      </div>
      <p className="dft-muted">{texts.lead}</p>
      <label htmlFor={`${id}-exam`}>{phoneAssessment}</label>
      <select
        className="dft-input marks-overview__find"
        data-testid="rubric-exam"
        id={`${id}-exam`}
        onChange={(event) => void choose(event.target.value)}
        value={open?.exam ?? ''}
      >
        <option disabled value="">
          —
        </option>
        {sheet.assessments.map((assessment) => (
          <option key={assessment.id} value={assessment.id}>
            {assessment.title}
          </option>
        ))}
      </select>
      {open?.hasQuestions && <p className="dft-notice">{texts.hasQuestions}</p>}
      {open && !open.hasQuestions && (
        <>
          {others.length > 0 && (
            <label>
              {texts.copy}{' '}
              <select
                aria-label={texts.copy}
                className="dft-input"
                onChange={(event) =>
                  set(others.find((one) => one.id === event.target.value)?.rubric ?? open.criteria)
                }
                value=""
              >
                <option value="">—</option>
                {others.map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.title}
                  </option>
                ))}
              </select>
            </label>
          )}
          {open.criteria.map((criterion, index) => (
            <CriterionFields
              criterion={criterion}
              // biome-ignore lint/suspicious/noArrayIndexKey: a criterion is known by its place.
              key={index}
              language={language}
              number={index + 1}
              onChange={(next) => set(open.criteria.map((one, at) => (at === index ? next : one)))}
              onRemove={() => set(open.criteria.filter((_, at) => at !== index))}
            />
          ))}
          <div className="dft-row">
            <button
              className="dft-tab"
              data-testid="add-criterion"
              disabled={open.criteria.length >= 20}
              onClick={() => set([...open.criteria, firstCriterion(language)])}
              type="button"
            >
              {texts.addCriterion}
            </button>
          </div>
          <p className="dft-muted">
            {fill(max === undefined || max === worthOf(tidy) ? texts.worth : texts.worthOf, {
              sum: hundredths(worthOf(tidy)),
              max: hundredths(max ?? 0),
            })}
          </p>
          {!isComplete(open.criteria) && <p className="dft-muted">{texts.incomplete}</p>}
        </>
      )}
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      {open && !open.hasQuestions && (
        <div>
          <Button
            disabled={isBusy || !isComplete(open.criteria)}
            extraButtonProps={{ 'data-testid': 'save-rubric' }}
            margin={false}
            onClick={() => void save()}
            size="medium"
          >
            {texts.save}
          </Button>
        </div>
      )}
    </section>
  );
}

function firstCriterion(language: Language): Question {
  const { levels } = RUBRIC_TEXTS.en;
  const arabic = RUBRIC_TEXTS.ar.levels;
  return {
    title: '',
    maxHundredths: 300,
    levels: levels.map((title, index) => ({
      title: language === 'ar' ? (arabic[index] ?? title) : title,
      titleAr: arabic[index] ?? '',
      points: (levels.length - 1 - index) * 100,
    })),
  };
}
