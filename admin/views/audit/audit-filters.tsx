'use client';

import { Button } from '@payloadcms/ui';
import { useState } from 'react';
import type { AuditTexts } from './texts.ts';

export type Filter = { category: string; outcome: string; text: string; from: string; to: string };
export const NO_FILTER: Filter = { category: '', outcome: '', text: '', from: '', to: '' };

type AuditFiltersProps = { texts: AuditTexts; isBusy: boolean; onShow: (filter: Filter) => void };

/** What to look for. Nothing is asked before "Show", so that typing a name is one question and not seven. */
export function AuditFilters({ texts, isBusy, onShow }: AuditFiltersProps) {
  const [filter, setFilter] = useState(NO_FILTER);
  const change = (part: Partial<Filter>) => setFilter({ ...filter, ...part });
  const choice = (name: 'category' | 'outcome', label: string, options: Record<string, string>) => (
    <label className="audit__field">
      <span>{label}</span>
      <select
        className="dft-input"
        data-testid={`audit-${name}`}
        onChange={(event) => change({ [name]: event.target.value })}
        value={filter[name]}
      >
        <option value="">{texts.all}</option>
        {Object.entries(options).map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
  const day = (name: 'from' | 'to') => (
    <label className="audit__field">
      <span>{texts[name]}</span>
      <input
        className="dft-input"
        data-testid={`audit-${name}`}
        onChange={(event) => change({ [name]: event.target.value })}
        type="date"
        value={filter[name]}
      />
    </label>
  );
  return (
    <form
      className="audit__filters"
      onSubmit={(event) => {
        event.preventDefault();
        onShow(filter);
      }}
    >
      {choice('category', texts.kind, texts.kinds)}
      {choice('outcome', texts.outcome, texts.outcomes)}
      <label className="audit__field audit__field--wide">
        <span>{texts.search}</span>
        <input
          className="dft-input"
          data-testid="audit-text"
          maxLength={100}
          onChange={(event) => change({ text: event.target.value.trimStart() })}
          type="search"
          value={filter.text}
        />
      </label>
      {day('from')}
      {day('to')}
      <Button disabled={isBusy} type="submit">
        {texts.apply}
      </Button>
    </form>
  );
}
