'use client';

import { explainMark, hundredths, type LatePenalty, periodWeights } from '../../../core/gradebook/browser.ts';
import type { Sheet } from '../../../core/gradebook/index.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { counted, fill } from '../../components/format.ts';
import { Modal, ModalActions } from '../../components/modal.tsx';
import type { Grid } from './grid-model.ts';
import { traceOfRow } from './mark-row.tsx';
import { MARK_TEXTS } from './texts.ts';

type ExplainPanelProps = {
  sheet: Sheet;
  grid: Grid;
  student: string;
  language: Language;
  onClose: () => void;
};

/** How one pupil's term mark is made, in words and numbers, with what is typed and not saved. */
export function ExplainPanel({ sheet, grid, student, language, onClose }: ExplainPanelProps) {
  const texts = MARK_TEXTS[language];
  const pupil = sheet.pupils.find(({ id }) => id === student);
  const cells = { bases: grid.bases.get(student), drafts: grid.drafts.get(student) };
  const lines = explainMark(traceOfRow(sheet, grid.columns, cells, student), language);
  return (
    <Modal
      onClose={onClose}
      size="wide"
      testId="mark-formula"
      title={
        <>
          {texts.how}: <bdi>{language === 'ar' ? (pupil?.nameAr ?? pupil?.name) : pupil?.name}</bdi>
        </>
      }
    >
      <ol className="marks-formula">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
      <ModalActions>
        <button className="dft-tab" onClick={onClose} type="button">
          {texts.close}
        </button>
      </ModalActions>
    </Modal>
  );
}

/** The rules of the sheet in words: what everybody's mark is made by. */
export function RulesNote({ sheet, language }: { sheet: Sheet; language: Language }) {
  const texts = MARK_TEXTS[language];
  const { rules, categories } = sheet;
  return (
    <details className="marks-rules">
      <summary>
        {texts.rules}
        {sheet.ruleTitle && (
          <>
            {': '}
            <bdi>{sheet.ruleTitle}</bdi>
          </>
        )}
      </summary>
      <p>
        {texts.ruleCombine[rules.combine]} {texts.ruleMissing[rules.missingCountsAsZero ? 1 : 0]}{' '}
        {texts.ruleResit[rules.resitPolicy]} {lateWords(rules.late, language)} {texts.ruleRounding}
      </p>
      {sheet.periods && (
        <>
          <p>{texts.madeOfPeriods}</p>
          <ul data-testid="period-weights">
            {periodWeights(sheet).map(({ period, percent }) => (
              <li key={period?.id ?? 'own'}>
                <bdi>{period?.title ?? texts.ownAssessments}</bdi>: <bdi dir="ltr">{percent}%</bdi>
              </li>
            ))}
          </ul>
        </>
      )}
      {categories.length === 0 ? (
        <p>{texts.noCategories}</p>
      ) : (
        <ul>
          {categories.map(({ id, title, titleAr, weightHundredths, dropLowest, late }) => (
            <li key={id}>
              <bdi>{language === 'ar' ? (titleAr ?? title) : title}</bdi>:{' '}
              <bdi dir="ltr">{hundredths(weightHundredths)}%</bdi>
              {dropLowest > 0 && ` (${counted(texts.drops, dropLowest, language)})`}
              {late !== undefined && ` – ${lateWords(late, language)}`}
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}

function lateWords(late: LatePenalty | 'none' | undefined, language: Language): string {
  const texts = MARK_TEXTS[language].lateRule;
  if (late === undefined || late === 'none') return texts.none;
  const percent = (value: number) => `\u2066${hundredths(value)}%\u2069`;
  const cut = fill(texts[late.kind], { percent: percent(late.percentHundredths) });
  if (late.capHundredths === undefined) return cut;
  return `${cut} ${fill(texts.cap, { percent: percent(late.capHundredths) })}`;
}
