'use client';

import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import type { Language } from '../../../core/kernel/index.ts';
import { fill } from '../../components/format.ts';
import { classNames, groupClasses } from './class-names.ts';
import type { RegisterClass } from './marks.ts';
import { REGISTER_TEXTS } from './texts.ts';

type ClassPickerProps = {
  classes: readonly RegisterClass[];
  chosen: RegisterClass | undefined;
  language: Language;
  onChoose: (entry: RegisterClass) => void;
};

const SHOWN = 60;

/** A field that finds a class by typing: homerooms and lesson groups apart, with what is taken on the date. */
export function ClassPicker({ classes, chosen, language, onChoose }: ClassPickerProps) {
  const texts = REGISTER_TEXTS[language];
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const groups = useMemo(() => groupClasses(classes, query, SHOWN), [classes, query]);
  const entries = groups.flatMap((group) => group.entries);

  const close = () => {
    setOpen(false);
    setQuery('');
    setActive(0);
  };
  const choose = (entry: RegisterClass | undefined) => {
    if (!entry) return;
    close();
    input.current?.blur();
    onChoose(entry);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter') choose(open ? entries[active] : undefined);
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      const next = active + (event.key === 'ArrowDown' ? 1 : -1);
      const index = Math.min(Math.max(next, 0), entries.length - 1);
      setActive(index);
      document.getElementById(`${id}-${index}`)?.scrollIntoView({ block: 'nearest' });
    }
  };

  let index = -1;
  return (
    <div className="class-picker">
      <label htmlFor={id}>{texts.classLabel}</label>
      <input
        aria-activedescendant={open && entries.length > 0 ? `${id}-${active}` : undefined}
        aria-autocomplete="list"
        aria-controls={`${id}-list`}
        aria-expanded={open}
        autoComplete="off"
        className="class-picker__input"
        data-testid="register-class"
        dir={query || chosen ? 'auto' : undefined}
        id={id}
        onBlur={close}
        onChange={(event) => {
          setQuery(event.target.value);
          setActive(0);
          setOpen(true);
        }}
        onClick={() => setOpen(true)}
        onFocus={() => setOpen(true)}
        onKeyDown={onKeyDown}
        placeholder={chosen ? classNames(chosen, language).title : texts.classPlaceholder}
        ref={input}
        role="combobox"
        spellCheck={false}
        type="text"
        value={open || !chosen ? query : classNames(chosen, language).title}
      />
      {open && (
        <div className="class-picker__list" id={`${id}-list`} role="listbox" tabIndex={-1}>
          {entries.length === 0 && (
            <p className="class-picker__empty">{fill(texts.noClassFound, { query })}</p>
          )}
          {groups.map((group) => (
            // biome-ignore lint/a11y/useSemanticElements: a group inside a listbox, not of form fields.
            <div aria-labelledby={`${id}-${group.kind}`} key={group.kind} role="group">
              <div className="class-picker__heading" id={`${id}-${group.kind}`}>
                <span>{group.kind === 'classroom' ? texts.homerooms : texts.offerings}</span>
                <span>{fill(texts.takenOf, { taken: group.taken, total: group.total })}</span>
              </div>
              {group.entries.map((entry) => {
                index += 1;
                const at = index;
                const names = classNames(entry, language);
                return (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys.
                  <div
                    aria-selected={entry.id === chosen?.id}
                    className={`class-picker__option${at === active ? ' class-picker__option--active' : ''}`}
                    data-class={entry.id}
                    data-testid="register-class-option"
                    id={`${id}-${at}`}
                    key={entry.id}
                    onClick={() => choose(entry)}
                    onMouseDown={(event) => event.preventDefault()}
                    onMouseEnter={() => setActive(at)}
                    role="option"
                    tabIndex={-1}
                  >
                    <bdi>{names.title}</bdi>
                    {names.detail && <bdi className="class-picker__detail">{names.detail}</bdi>}
                    {entry.taken && <span className="class-picker__taken">✓ {texts.taken}</span>}
                  </div>
                );
              })}
              {group.more > 0 && (
                <p className="class-picker__empty">{fill(texts.moreClasses, { count: group.more })}</p>
              )}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
