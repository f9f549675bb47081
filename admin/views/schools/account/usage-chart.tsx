'use client';

import { useState } from 'react';
import type { SchoolAccount } from '../../../../core/billing/index.ts';
import { SeriesChart } from '../../../components/series-chart.tsx';
import type { AccountProps } from './account-section.tsx';
import { ACCOUNT_TEXTS } from './texts.ts';

const BYTES_OF_GB = 1_000_000_000;

/** One quantity at a time over twelve months: their sizes have nothing in common. */
export function UsageChart({ account, language }: AccountProps) {
  const texts = ACCOUNT_TEXTS[language];
  const { months, meters } = account;
  const [shown, setShown] = useState('students');
  const choices = [
    { code: 'students', name: texts.students, unit: undefined },
    { code: 'storage', name: texts.storage, unit: texts.gigabytes },
    ...meters.map(({ code, name, unit }) => ({ code, name: name[language], unit: unit[language] })),
  ];
  const chosen = choices.find(({ code }) => code === shown) ?? choices[0];
  return (
    <section className="dft-card dft-stack dft-stack--tight">
      <h2>{texts.usage}</h2>
      <div className="dft-tabs">
        {choices.map(({ code, name }) => (
          <button
            aria-pressed={shown === code}
            className="dft-tab"
            key={code}
            onClick={() => setShown(code)}
            type="button"
          >
            {name}
          </button>
        ))}
      </div>
      <SeriesChart
        isTitleHidden
        language={language}
        series={[
          {
            label: chosen?.name ?? '',
            points: months.map((month) => ({ label: month.month, value: quantityOf(month, shown) })),
          },
        ]}
        shape="bar"
        texts={texts.chart}
        title={chosen?.name ?? ''}
        unit={chosen?.unit}
      />
    </section>
  );
}

function quantityOf(month: SchoolAccount['months'][number], code: string): number {
  if (code === 'students') return month.students ?? 0;
  if (code === 'storage') return Math.round(((month.storageBytes ?? 0) / BYTES_OF_GB) * 100) / 100;
  return month.meters[code] ?? 0;
}
