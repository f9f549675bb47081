'use client';

import { Button } from '@payloadcms/ui';
import { useState } from 'react';
import type { DataReader } from '../../../marketplace/index.ts';
import type { DataAccessTexts } from './texts.ts';

export type Filter = { plugin?: string; dataClass?: string; from: string; to: string };

type Props = {
  start: Filter;
  readers: DataReader[];
  nameOf: (plugin: string) => string;
  texts: DataAccessTexts;
  isBusy: boolean;
  onShow: (filter: Filter) => void;
};

/** Which readings to show. Nothing is asked before "Show". */
export function DataAccessFilters({ start, readers, nameOf, texts, isBusy, onShow }: Props) {
  const [filter, setFilter] = useState(start);
  const change = (part: Partial<Filter>) => setFilter({ ...filter, ...part });
  const choice = (name: 'plugin' | 'dataClass', label: string, options: [string, string][]) => (
    <label className="data-access__field">
      <span>{label}</span>
      <select
        className="dft-input"
        data-testid={`data-access-${name}`}
        onChange={(event) => change({ [name]: event.target.value })}
        value={filter[name] ?? ''}
      >
        <option value="">{texts.all}</option>
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
  const day = (name: 'from' | 'to') => (
    <label className="data-access__field">
      <span>{texts[name]}</span>
      <input
        className="dft-input"
        data-testid={`data-access-${name}`}
        onChange={(event) => change({ [name]: event.target.value })}
        required
        type="date"
        value={filter[name]}
      />
    </label>
  );
  return (
    <form
      className="data-access__filters"
      onSubmit={(event) => {
        event.preventDefault();
        onShow(filter);
      }}
    >
      {choice(
        'plugin',
        texts.plugin,
        readers.map(({ id }) => [id, nameOf(id)]),
      )}
      {choice('dataClass', texts.dataClass, Object.entries(texts.dataClasses))}
      {day('from')}
      {day('to')}
      <Button disabled={isBusy} type="submit">
        {texts.apply}
      </Button>
    </form>
  );
}
