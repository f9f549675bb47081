'use client';

import { useState } from 'react';
import type { PriceBookContent } from '../../../core/billing/browser.ts';
import type { Language } from '../../components/language.ts';
import { type BookForm, emptyEntry, type Problems } from './form/book-form.ts';
import { EntryForm, type FeatureWords } from './form/entry-form.tsx';
import type { Entry, FieldValue, FormArea } from './form/fields.ts';
import { PRICE_BOOK_TEXTS } from './texts.ts';

const AREAS = ['plans', 'addOns', 'meters', 'groupDiscount', 'rules', 'tax'] as const;
/** Parts of which there is one or none. */
const SINGLE: ReadonlySet<FormArea> = new Set(['groupDiscount', 'rules', 'tax']);

type Props = {
  form: BookForm;
  problems: Problems;
  said: Record<string, string>;
  /** The valid version: codes that it has stay as they are. */
  known: PriceBookContent;
  features: FeatureWords;
  isReadOnly: boolean;
  language: Language;
  onChange: (form: BookForm) => void;
};

/** Every part of the price book in forms, one part at a time. */
export function BookEditor({ form, problems, said, known, features, isReadOnly, language, onChange }: Props) {
  const texts = PRICE_BOOK_TEXTS[language];
  const [area, setArea] = useState<FormArea>('plans');
  const entries = form[area];
  const set = (next: Entry[]) => onChange({ ...form, [area]: next });
  const isWrong = (name: FormArea) =>
    Object.keys({ ...problems, ...said }).some((place) => place.startsWith(`${name}.`));
  const canAdd = !isReadOnly && texts.add[area] !== '' && !(SINGLE.has(area) && entries.length > 0);
  return (
    <div className="dft-stack">
      <div className="dft-tabs">
        {AREAS.map((name) => (
          <button
            aria-pressed={area === name}
            className="dft-tab"
            data-testid={`area-${name}`}
            key={name}
            onClick={() => setArea(name)}
            type="button"
          >
            {texts.areas[name]}
            {isWrong(name) && ' •'}
          </button>
        ))}
      </div>
      {entries.map((entry, index) => (
        <EntryCard
          // biome-ignore lint/suspicious/noArrayIndexKey: a new entry has no code yet, and codes can be changed
          key={`${area}.${index}`}
          onRemove={() => set(entries.filter((_, place) => place !== index))}
          title={entry[`name.${language}`]}
          {...{ area, isReadOnly, language }}
        >
          <EntryForm
            isCodeFixed={isKnown(known, area, entry)}
            onChange={(path: string, value: FieldValue) =>
              set(entries.map((other, place) => (place === index ? { ...other, [path]: value } : other)))
            }
            {...{ area, entry, features, index, isReadOnly, language, problems, said }}
          />
        </EntryCard>
      ))}
      {canAdd && (
        <button
          className="price-book__button"
          data-testid={`add-${area}`}
          onClick={() => set([...entries, emptyEntry(area)])}
          type="button"
        >
          {texts.add[area]}
        </button>
      )}
    </div>
  );
}

type CardProps = {
  area: FormArea;
  title: FieldValue | undefined;
  isReadOnly: boolean;
  language: Language;
  onRemove: () => void;
  children: React.ReactNode;
};

function EntryCard({ area, title, isReadOnly, language, onRemove, children }: CardProps) {
  const texts = PRICE_BOOK_TEXTS[language];
  const remove = !isReadOnly && area !== 'rules' && (
    <div className="dft-row">
      <button className="price-book__button" onClick={onRemove} type="button">
        {texts.remove}
      </button>
    </div>
  );
  if (SINGLE.has(area))
    return (
      <section className="dft-card dft-stack">
        {children}
        {remove}
      </section>
    );
  return (
    <details className="dft-card price-book__entry" open>
      <summary>
        <h3>
          <bdi>{title || texts.unnamed}</bdi>
        </h3>
      </summary>
      <div className="dft-stack">
        {children}
        {remove}
      </div>
    </details>
  );
}

// What is published is named by subscriptions, invoices and the ledger.
function isKnown(book: PriceBookContent, area: FormArea, { code }: Entry): boolean {
  if (area === 'groupDiscount') return book.groupDiscount?.code === code;
  if (area !== 'plans' && area !== 'addOns' && area !== 'meters') return false;
  return book[area].some((entry) => entry.code === code);
}
