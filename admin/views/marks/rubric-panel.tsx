'use client';

import { Button } from '@payloadcms/ui';
import { useEffect, useState } from 'react';
import { hundredths } from '../../../core/gradebook/browser.ts';
import type { Paper, Sheet } from '../../../core/gradebook/index.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { callApi, problemSentence } from '../../components/call-api.ts';
import { fill } from '../../components/format.ts';
import { Modal, ModalActions } from '../../components/modal.tsx';
import { useWork } from '../../components/use-work.ts';
import { columnKey, type Edit } from './grid-model.ts';
import { sumOfLevels, titleIn, worthOf } from './rubric-model.ts';
import { RUBRIC_TEXTS } from './rubric-texts.ts';
import { MARK_TEXTS } from './texts.ts';

export type RubricCell = { student: string; exam: string };
type RubricPanelProps = RubricCell & {
  sheet: Sheet;
  language: Language;
  isHeld: boolean;
  onEdit: (edits: readonly Edit[]) => void;
  onClose: () => void;
};
type Scores = (number | null)[];

/** The rubric of one cell: a level of each criterion, kept for the pupil; their sum goes into the cell. */
export function RubricPanel({ sheet, student, exam, language, isHeld, onEdit, onClose }: RubricPanelProps) {
  const texts = RUBRIC_TEXTS[language];
  const { offline, close } = MARK_TEXTS[language];
  const pupil = sheet.pupils.find(({ id }) => id === student);
  const [paper, setPaper] = useState<Paper>();
  const [scores, setScores] = useState<Scores>([]);
  const [failed, setFailed] = useState<string>();
  const { isBusy, problem, work } = useWork(offline);
  const ref = { offering: sheet.offering.id, term: sheet.term.id, exam };
  const base = paper?.rows.find((row) => row.student === student)?.scores ?? null;
  const criteria = paper?.questions ?? [];
  const sum = sumOfLevels(scores, criteria.length);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the panel shows one cell for as long as it is open.
  useEffect(() => {
    callApi<Paper>(`/gradebook/questions?${new URLSearchParams(ref)}`).then(
      (answer) => {
        setPaper(answer);
        setScores(answer.rows.find((row) => row.student === student)?.scores ?? []);
      },
      (error: unknown) => setFailed(problemSentence(error, offline)),
    );
  }, []);

  const save = () =>
    work(async () => {
      const row = { student, base, scores: criteria.map((_, index) => scores[index] ?? null) };
      await callApi('/gradebook/questions', { ...ref, questions: criteria, rows: [row] });
      if (sum !== undefined) onEdit([{ student, column: columnKey(exam, 1), text: String(sum / 100) }]);
      onClose();
    });
  const choose = (index: number, points: number | null) =>
    setScores((now) => criteria.map((_, at) => (at === index ? points : (now[at] ?? null))));

  return (
    <Modal
      onClose={onClose}
      size="wide"
      testId="rubric-panel"
      title={
        <>
          <bdi>{paper?.exam.title ?? texts.title}</bdi> · <bdi>{pupil && nameOf(pupil, language)}</bdi>
        </>
      }
    >
      {criteria.map((criterion, index) => (
        <fieldset className="marks-rubric" disabled={isHeld} key={criterion.title}>
          <legend>
            <bdi>{titleIn(criterion, language)}</bdi>
          </legend>
          <div className="marks-rubric__levels">
            {criterion.levels?.map((level) => (
              <label className="marks-rubric__level" key={level.points}>
                <input
                  checked={scores[index] === level.points}
                  data-testid={`level-${index}-${level.points}`}
                  name={`criterion-${index}`}
                  onChange={() => choose(index, level.points)}
                  type="radio"
                />
                <bdi>{titleIn(level, language)}</bdi> <bdi dir="ltr">({hundredths(level.points)})</bdi>
              </label>
            ))}
            <label className="marks-rubric__level">
              <input
                checked={(scores[index] ?? null) === null}
                name={`criterion-${index}`}
                onChange={() => choose(index, null)}
                type="radio"
              />
              {texts.none}
            </label>
          </div>
        </fieldset>
      ))}
      {paper && (
        <p aria-live="polite" data-testid="rubric-sum">
          {sum === undefined
            ? texts.noSum
            : fill(texts.sum, { sum: hundredths(sum), max: hundredths(worthOf(criteria)) })}
        </p>
      )}
      {(failed ?? problem) !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {failed ?? problem}
        </p>
      )}
      <ModalActions>
        {!isHeld && (
          <Button
            disabled={isBusy || !paper}
            extraButtonProps={{ 'data-testid': 'rubric-take' }}
            onClick={() => void save()}
          >
            {sum === undefined ? texts.saveLevels : texts.take}
          </Button>
        )}
        <Button buttonStyle="secondary" onClick={onClose}>
          {close}
        </Button>
      </ModalActions>
    </Modal>
  );
}

function nameOf({ name, nameAr }: { name: string; nameAr?: string }, language: Language): string {
  return language === 'ar' ? (nameAr ?? name) : name;
}
