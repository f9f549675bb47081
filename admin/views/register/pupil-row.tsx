'use client';

import { memo, useState } from 'react';
import type { Language } from '../../../core/kernel/index.ts';
import { fill, formatNumber } from '../../components/format.ts';
import { type Code, hasMinutes, type Mark, type Pupil, withCode } from './marks.ts';
import { REGISTER_TEXTS } from './texts.ts';

export type PupilRowProps = {
  pupil: Pupil;
  position: number;
  mark: Mark | undefined;
  codes: readonly Code[];
  keys: ReadonlyMap<string, string>;
  language: Language;
  disabled: boolean;
  onHistory: (pupil: Pupil) => void;
  onMark: (student: string, change: (mark: Mark | undefined) => Mark) => void;
};

const NOTHING: Mark = { code: null, minutes: null, note: '' };

/** The name of a pupil in the language of the page, or as it is known. */
export function pupilName({ name, nameAr }: Pick<Pupil, 'name' | 'nameAr'>, language: Language): string {
  return language === 'ar' ? (nameAr ?? name) : name;
}

/** One pupil: name, one button a code, minutes where they mean something, and a note. */
export const PupilRow = memo(function PupilRow(props: PupilRowProps) {
  const { pupil, position, mark, codes, keys, language, disabled, onHistory, onMark } = props;
  const texts = REGISTER_TEXTS[language];
  const [noteOpen, setNoteOpen] = useState(false);
  const code = mark?.code ?? null;
  const status = codes.find((entry) => entry.code === code)?.status ?? 'none';
  const name = pupilName(pupil, language);
  const showNote = noteOpen || Boolean(mark?.note);
  const earlier = earlierHint(pupil, codes, language);
  return (
    <li
      className={`pupil pupil--${status}`}
      data-code={code ?? ''}
      data-student={pupil.id}
      data-testid="register-row"
    >
      <span className="pupil__position">{position}</span>
      <span className="pupil__who">
        <bdi className="pupil__name">{name}</bdi>
        <bdi className="pupil__number">{pupil.admissionNumber}</bdi>
        {pupil.excused && <span className="pupil__hint pupil__hint--excused">{texts.excusedAhead}</span>}
        {earlier && (
          <span className="pupil__hint" data-testid="register-earlier">
            {earlier}
          </span>
        )}
      </span>
      <div aria-label={name} className="pupil__codes" role="radiogroup">
        {codes.map((entry, index) => (
          // biome-ignore lint/a11y/useSemanticElements: native radios would take the arrow keys for themselves.
          <button
            aria-checked={entry.code === code}
            aria-keyshortcuts={keys.get(entry.code)}
            aria-label={language === 'ar' ? entry.titleAr : entry.title}
            className={`pupil__code pupil__code--${entry.status}`}
            data-testid={`register-mark-${entry.code}`}
            disabled={disabled}
            key={entry.code}
            onClick={() => onMark(pupil.id, (before) => withCode(before, entry.code, codes))}
            role="radio"
            tabIndex={entry.code === code || (code === null && index === 0) ? 0 : -1}
            type="button"
          >
            <span>{language === 'ar' ? entry.titleAr : entry.title}</span>
            {keys.get(entry.code) && <kbd className="register__key">{keys.get(entry.code)}</kbd>}
          </button>
        ))}
      </div>
      <div className="pupil__extras">
        {hasMinutes(codes, code) && (
          <label className="pupil__minutes">
            <span>{texts.minutes}</span>
            <input
              autoComplete="off"
              data-testid="register-minutes"
              disabled={disabled}
              inputMode="numeric"
              maxLength={3}
              onChange={(event) => {
                const digits = westernDigits(event.target.value).replace(/\D/g, '');
                const minutes = digits === '' ? null : Math.min(Number(digits), 600);
                onMark(pupil.id, (before) => ({ ...NOTHING, ...before, minutes }));
              }}
              type="text"
              value={mark?.minutes ?? ''}
            />
          </label>
        )}
        <button
          aria-expanded={showNote}
          className="pupil__note-button"
          disabled={disabled || Boolean(mark?.note)}
          onClick={() => setNoteOpen(!noteOpen)}
          type="button"
        >
          {texts.addNote}
        </button>
        {pupil.code !== null && (
          <button
            className="pupil__note-button"
            data-testid="register-open-history"
            onClick={() => onHistory(pupil)}
            type="button"
          >
            {texts.history}
          </button>
        )}
      </div>
      {showNote && (
        <input
          aria-label={fill(texts.note, { name })}
          // biome-ignore lint/a11y/noAutofocus: it opens because its button was pressed.
          autoFocus={noteOpen && !mark?.note}
          className="pupil__note"
          data-testid="register-note"
          dir="auto"
          disabled={disabled}
          maxLength={500}
          onBlur={() => setNoteOpen(false)}
          onChange={(event) => {
            setNoteOpen(true);
            const note = event.target.value;
            onMark(pupil.id, (before) => ({ ...NOTHING, ...before, note }));
          }}
          placeholder={texts.notePlaceholder}
          type="text"
          value={mark?.note ?? ''}
        />
      )}
    </li>
  );
});

// Only what a teacher has to look into: somebody who was not in the school, or came late, in the register before.
function earlierHint({ earlier }: Pupil, codes: readonly Code[], language: Language): string | undefined {
  const code = codes.find((entry) => entry.code === earlier?.code);
  if (!earlier || !code || (code.direction === 'in' && code.status === 'present')) return undefined;
  const texts = REGISTER_TEXTS[language];
  const title = language === 'ar' ? code.titleAr : code.title;
  return earlier.period === 0
    ? fill(texts.inHomeroom, { title })
    : fill(texts.inLesson, { title, period: formatNumber(earlier.period, language) });
}

// Arabic keyboards on phones type Arabic-Indic digits.
function westernDigits(text: string): string {
  return text.replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660));
}
