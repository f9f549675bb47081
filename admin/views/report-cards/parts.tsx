'use client';

import type { ReactNode } from 'react';
import { inArabicOrder } from '../../../core/kernel/browser.ts';
import type { ReportChoices } from '../../../core/reports/index.ts';
import type { Language } from '../../components/language.ts';
import type { Layout } from './report-api.ts';
import type { ReportTexts } from './texts.ts';

/** What went wrong, where something did. */
export function Problem({ text }: { text: string | undefined }) {
  if (text === undefined) return null;
  return (
    <p className="dft-notice dft-notice--error" role="alert">
      {text}
    </p>
  );
}

/** A field with its label above it. */
export function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className="report-cards__field">
      <span>{label}</span>
      {children}
    </label>
  );
}

type SelectProps = {
  label: string;
  value: string;
  options: readonly (readonly [string, string])[];
  onChange: (value: string) => void;
  testId?: string;
};

/** A choice from a few values. */
export function Select({ label, value, options, onChange, testId }: SelectProps) {
  return (
    <Labelled label={label}>
      <select
        className="dft-input"
        data-testid={testId}
        onChange={(event) => onChange(event.target.value)}
        value={value}
      >
        {options.map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

/** In which language a paper is printed. */
export function LayoutChoice({
  layout,
  onChange,
  texts,
}: {
  layout: Layout;
  onChange: (layout: Layout) => void;
  texts: ReportTexts;
}) {
  return (
    <fieldset className="report-cards__layouts">
      <legend>{texts.layout}</legend>
      <div className="dft-tabs">
        {(['ar', 'en', 'both'] as const).map((one) => (
          <button
            aria-pressed={layout === one}
            className="dft-tab"
            key={one}
            onClick={() => onChange(one)}
            type="button"
          >
            {texts.layouts[one]}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

/** A class as somebody reads it. */
export function classTitle(room: ReportChoices['classrooms'][number], language: Language): string {
  return language === 'ar' ? inArabicOrder(room.titleAr ?? room.title) : room.title;
}
