'use client';

import { Button } from '@payloadcms/ui';
import { cellText } from '../../../core/gradebook/browser.ts';
import type { CellMark, Sheet } from '../../../core/gradebook/index.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { fill } from '../../components/format.ts';
import type { Grid } from './grid-model.ts';
import { MARK_TEXTS } from './texts.ts';

type ConflictPanelProps = {
  sheet: Sheet;
  grid: Grid;
  language: Language;
  onChoose: (keys: readonly string[], choice: 'mine' | 'theirs') => void;
};

/** The cells that somebody else changed too, with both versions. */
export function ConflictPanel({ sheet, grid, language, onChoose }: ConflictPanelProps) {
  const texts = MARK_TEXTS[language];
  const keys = [...grid.conflicts.keys()];
  const pupilOf = new Map(sheet.pupils.map((pupil) => [pupil.id, pupil]));
  const titleOf = new Map(sheet.assessments.map(({ id, title }) => [id, title]));
  const shown = (mark: CellMark | null) => cellText(mark ?? undefined, language) || texts.empty;
  return (
    <section className="dft-notice dft-notice--warning" data-testid="mark-conflicts" role="alert">
      <strong>{texts.conflictTitle}</strong>
      <p>{texts.conflictText}</p>
      <div className="dft-row">
        <button className="dft-tab" onClick={() => onChoose(keys, 'mine')} type="button">
          {texts.allMine}
        </button>
        <button className="dft-tab" onClick={() => onChoose(keys, 'theirs')} type="button">
          {texts.allTheirs}
        </button>
      </div>
      <ul className="marks-conflicts">
        {[...grid.conflicts].map(([key, { student, exam, theirs, mine }]) => {
          const pupil = pupilOf.get(student);
          return (
            <li key={key}>
              <span>
                <bdi>{language === 'ar' ? (pupil?.nameAr ?? pupil?.name) : pupil?.name}</bdi> ·{' '}
                <bdi>{titleOf.get(exam)}</bdi>
              </span>
              <Button
                buttonStyle="secondary"
                margin={false}
                onClick={() => onChoose([key], 'mine')}
                size="small"
              >
                {fill(texts.mine, { mark: shown(mine) })}
              </Button>
              <Button
                buttonStyle="secondary"
                margin={false}
                onClick={() => onChoose([key], 'theirs')}
                size="small"
              >
                {fill(texts.theirs, { mark: shown(theirs) })}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
