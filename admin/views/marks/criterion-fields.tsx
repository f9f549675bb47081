'use client';

import type { Level, Question } from '../../../core/gradebook/index.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { fill } from '../../components/format.ts';
import { RUBRIC_TEXTS } from './rubric-texts.ts';

type CriterionFieldsProps = {
  criterion: Question;
  number: number;
  language: Language;
  onChange: (criterion: Question) => void;
  onRemove: () => void;
};

/** One criterion of a rubric with its levels, in both languages. */
export function CriterionFields({ criterion, number, language, onChange, onRemove }: CriterionFieldsProps) {
  const texts = RUBRIC_TEXTS[language];
  const levels = criterion.levels ?? [];
  const setLevel = (index: number, part: Partial<Level>) =>
    onChange({
      ...criterion,
      levels: levels.map((level, at) => (at === index ? { ...level, ...part } : level)),
    });
  return (
    <fieldset className="marks-rubric" data-testid={`criterion-${number}`}>
      <legend>{fill(texts.criterion, { number })}</legend>
      <div className="marks-rubric__row">
        <input
          aria-label={fill(texts.criterion, { number })}
          className="dft-input"
          dir="auto"
          maxLength={80}
          onChange={(event) => onChange({ ...criterion, title: event.target.value })}
          placeholder={fill(texts.criterion, { number })}
          value={criterion.title}
        />
        <input
          aria-label={fill(texts.criterionAr, { number })}
          className="dft-input"
          dir="rtl"
          maxLength={80}
          onChange={(event) => onChange({ ...criterion, titleAr: event.target.value })}
          placeholder={fill(texts.criterionAr, { number })}
          value={criterion.titleAr ?? ''}
        />
        <button className="dft-tab" onClick={onRemove} type="button">
          {texts.removeCriterion}
        </button>
      </div>
      {levels.map((level, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a level is known by its place while it is edited.
        <div className="marks-rubric__row" key={index}>
          <input
            aria-label={fill(texts.level, { number: index + 1 })}
            className="dft-input"
            dir="auto"
            maxLength={80}
            onChange={(event) => setLevel(index, { title: event.target.value })}
            value={level.title}
          />
          <input
            aria-label={fill(texts.levelAr, { number: index + 1 })}
            className="dft-input"
            dir="rtl"
            maxLength={80}
            onChange={(event) => setLevel(index, { titleAr: event.target.value })}
            value={level.titleAr ?? ''}
          />
          <input
            aria-label={fill(texts.points, { number: index + 1 })}
            className="dft-input marks-rubric__points"
            dir="ltr"
            min="0"
            onChange={(event) =>
              setLevel(index, { points: Math.max(0, Math.round(Number(event.target.value) * 100)) })
            }
            step="0.25"
            type="number"
            value={level.points / 100}
          />
          <button
            aria-label={fill(texts.removeLevel, { number: index + 1 })}
            className="dft-tab"
            disabled={levels.length <= 2}
            onClick={() => onChange({ ...criterion, levels: levels.filter((_, at) => at !== index) })}
            type="button"
          >
            ×
          </button>
        </div>
      ))}
      <button
        className="dft-tab"
        disabled={levels.length >= 10}
        onClick={() =>
          onChange({
            ...criterion,
            levels: [
              ...levels,
              { title: '', points: Math.max(0, ...levels.map(({ points }) => points)) + 100 },
            ],
          })
        }
        type="button"
      >
        {texts.addLevel}
      </button>
    </fieldset>
  );
}
