'use client';

import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Language } from '../../../core/kernel/index.ts';
import { HistoryModal } from './history-modal.tsx';
import { type Code, type Mark, type Marks, type Pupil, shortcutKeys, withCode } from './marks.ts';
import { PupilRow, pupilName } from './pupil-row.tsx';
import { REGISTER_TEXTS } from './texts.ts';

type PupilListProps = {
  pupils: readonly Pupil[];
  date: string;
  timeZone: string;
  marks: Marks;
  codes: readonly Code[];
  language: Language;
  disabled: boolean;
  onEdit: (change: (marks: Marks) => Marks) => void;
};

/**
 * The pupils of the class. Arrow keys move between pupils, a letter marks the one in focus; letters are read by
 * their place on the keyboard too, so that they work while an Arabic layout is on.
 */
export function PupilList({
  pupils,
  date,
  timeZone,
  marks,
  codes,
  language,
  disabled,
  onEdit,
}: PupilListProps) {
  const list = useRef<HTMLOListElement>(null);
  const [asked, setAsked] = useState<Pupil>();
  const keys = useMemo(() => shortcutKeys(codes), [codes]);
  const keyOfCode = useMemo(() => new Map([...keys].map(([key, code]) => [code, key])), [keys]);
  const sorted = useMemo(() => {
    const collator = new Intl.Collator(language, { numeric: true });
    return [...pupils].sort((a, b) => collator.compare(pupilName(a, language), pupilName(b, language)));
  }, [pupils, language]);

  const onMark = useCallback(
    (student: string, change: (mark: Mark | undefined) => Mark) =>
      onEdit((before) => new Map(before).set(student, change(before.get(student)))),
    [onEdit],
  );

  const focusRow = useCallback((row: Element | null | undefined) => {
    const target = row?.querySelector<HTMLElement>('[role="radio"][tabindex="0"]');
    target?.focus();
    row?.scrollIntoView({ block: 'nearest' });
  }, []);

  // The arrow keys reach the list from anywhere on the page that does not use them itself.
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'ArrowDown' || (document.activeElement ?? document.body) !== document.body) return;
      event.preventDefault();
      focusRow(list.current?.firstElementChild);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [focusRow]);

  const onKeyDown = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    const row = target.closest('li[data-student]');
    if (!row || event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      focusRow(event.key === 'ArrowDown' ? row.nextElementSibling : row.previousElementSibling);
      return;
    }
    if (target instanceof HTMLInputElement) {
      if (event.key === 'Escape' || event.key === 'Enter') focusRow(row);
      return;
    }
    const code = codeOfKey(event, keys) ?? codeBeside(event, target, codes);
    const student = row.getAttribute('data-student');
    if (!code || !student || disabled) return;
    event.preventDefault();
    onMark(student, (mark) => withCode(mark, code, codes));
    row.querySelector<HTMLElement>(`[data-testid="register-mark-${CSS.escape(code)}"]`)?.focus();
  };

  if (pupils.length === 0) return <p className="register__empty">{REGISTER_TEXTS[language].noPupils}</p>;
  return (
    <>
      <ol className="register__pupils" onKeyDown={onKeyDown} ref={list}>
        {sorted.map((pupil, index) => (
          <PupilRow
            codes={codes}
            disabled={disabled}
            key={pupil.id}
            keys={keyOfCode}
            language={language}
            mark={marks.get(pupil.id)}
            onHistory={setAsked}
            onMark={onMark}
            position={index + 1}
            pupil={pupil}
          />
        ))}
      </ol>
      {asked && (
        <HistoryModal
          codes={codes}
          date={date}
          language={language}
          onClose={() => setAsked(undefined)}
          pupil={asked}
          timeZone={timeZone}
        />
      )}
    </>
  );
}

function codeOfKey(event: KeyboardEvent, keys: ReadonlyMap<string, string>): string | undefined {
  const typed = event.key.toUpperCase();
  if (/^[A-Z0-9]$/.test(typed)) return keys.get(typed);
  return keys.get(/^Key([A-Z])$/.exec(event.code)?.[1] ?? '');
}

// Inside one pupil the sideways arrows choose the neighbouring code, as in any group of radio buttons.
function codeBeside(event: KeyboardEvent, target: HTMLElement, codes: readonly Code[]): string | undefined {
  if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return undefined;
  const forward = (event.key === 'ArrowRight') === (getComputedStyle(target).direction === 'ltr');
  const at = codes.findIndex(({ code }) => target.dataset.testid === `register-mark-${code}`);
  return at < 0 ? undefined : codes[at + (forward ? 1 : -1)]?.code;
}
