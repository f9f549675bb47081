'use client';

import { Button } from '@payloadcms/ui';
import { useState } from 'react';
import type { Assumptions, Figures, ProjectionMonth } from '../../../core/billing/index.ts';
import { callApi } from '../../components/call-api.ts';
import { downloadCsv } from '../../components/download-csv.ts';
import { formatNumber } from '../../components/format.ts';
import { formatMoney } from '../../components/format-money.ts';
import { formatMoment, type Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import { SeriesChart } from '../../components/series-chart.tsx';
import { useWork } from '../../components/use-work.ts';
import { centsOf, dollarsOf } from './dollars.ts';
import { FIGURES_TEXTS, type FiguresTexts } from './texts.ts';

/** What the form holds: the assumptions as people write them. */
type Form = Record<keyof FiguresTexts['assumptions'], string>;
const FIELDS = [
  'newSchools',
  'growthPercent',
  'churnPercent',
  'arpa',
  'acquisitionCost',
  'marginPercent',
] as const;

/** Three years ahead, by assumptions that can be tried without saving them. */
export function ProjectionCard({ figures, language }: { figures: Figures; language: Language }) {
  const texts = FIGURES_TEXTS[language];
  const [form, setForm] = useState(formOf(figures.assumptions.content));
  const [projection, setProjection] = useState(figures.projection);
  const [isSaved, setSaved] = useState(false);
  const [isWrong, setWrong] = useState(false);
  const { isBusy, problem, work } = useWork(texts.offline);
  const last = figures.months.at(-1);
  const run = (save: boolean) => {
    const assumptions = assumptionsOf(form);
    setWrong(assumptions === undefined);
    setSaved(false);
    if (!assumptions) return;
    const start = { month: figures.month, schools: last?.schools ?? 0, mrrCents: last?.closedCents ?? 0 };
    void work(async () => {
      const body = { start, assumptions, save };
      setProjection(
        (await callApi<{ projection: ProjectionMonth[] }>('/console/figures/projection', body)).projection,
      );
      setSaved(save);
    });
  };
  const { saved } = figures.assumptions;
  const end = projection.at(-1);
  return (
    <section className="dft-card dft-stack dft-stack--tight" data-testid="figures-projection">
      <div className="dft-row dft-row--between">
        <h2>{texts.projection}</h2>
        <button className="dft-tab" onClick={() => download(projection)} type="button">
          {texts.csv}
        </button>
      </div>
      <p className="dft-muted">{texts.projectionLead}</p>
      <form
        className="figures__form"
        onSubmit={(event) => {
          event.preventDefault();
          run(false);
        }}
      >
        {FIELDS.map((field) => (
          <label className="figures__field" key={field}>
            <span>{texts.assumptions[field]}</span>
            <input
              className="dft-input"
              dir="ltr"
              inputMode="decimal"
              maxLength={14}
              name={field}
              onChange={(event) => setForm({ ...form, [field]: event.target.value })}
              value={form[field]}
            />
          </label>
        ))}
        <div className="dft-row">
          <Button disabled={isBusy} type="submit">
            {texts.calculate}
          </Button>
          <Button buttonStyle="secondary" disabled={isBusy} onClick={() => run(true)}>
            {texts.save}
          </Button>
          <span className="dft-muted" role="status">
            {isSaved ? texts.saved : <SavedBy saved={saved} texts={texts} />}
          </span>
        </div>
      </form>
      {(problem !== undefined || isWrong) && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem ?? texts.invalidAmount}
        </p>
      )}
      <SeriesChart
        isTitleHidden
        language={language}
        series={[
          {
            label: texts.lines.mrr,
            points: projection.map(({ month, mrrCents }) => ({ label: month, value: mrrCents / 100 })),
          },
          {
            label: texts.lines.balance,
            points: projection.map(({ month, balanceCents }) => ({
              label: month,
              value: balanceCents / 100,
            })),
          },
        ]}
        shape="line"
        texts={texts}
        title={texts.projection}
        unit={texts.unit}
      />
      {end && (
        <p>
          <Phrase
            text={texts.after}
            values={{
              count: formatNumber(projection.length, language),
              mrr: formatMoney(end.mrrCents, language, { places: 0 }),
              schools: formatNumber(Number(end.schools), language),
              balance: formatMoney(end.balanceCents, language, { places: 0 }),
            }}
          />
        </p>
      )}
    </section>
  );
}

function SavedBy({ saved, texts }: { saved: Figures['assumptions']['saved']; texts: FiguresTexts }) {
  if (!saved) return texts.notSaved;
  const values = { name: saved.updatedBy, at: formatMoment(saved.updatedAt, 'UTC') };
  return <Phrase text={texts.savedBy} values={values} />;
}

function formOf(content: Assumptions): Form {
  const { newSchools, growthPercent, churnPercent, marginPercent, arpaCents, acquisitionCostCents } = content;
  return {
    ...{ newSchools, growthPercent, churnPercent, marginPercent },
    arpa: dollarsOf(arpaCents),
    acquisitionCost: dollarsOf(acquisitionCostCents),
  };
}

function assumptionsOf({ arpa, acquisitionCost, ...rest }: Form): Assumptions | undefined {
  const [arpaCents, acquisitionCostCents] = [centsOf(arpa), centsOf(acquisitionCost)];
  if (arpaCents === undefined || acquisitionCostCents === undefined) return undefined;
  return { ...rest, arpaCents, acquisitionCostCents };
}

function download(projection: ProjectionMonth[]): void {
  downloadCsv('projection.csv', [
    ['month', 'schools', 'new schools', 'MRR', 'gross profit', 'acquisition', 'balance'],
    ...projection.map((row) => [
      ...[row.month, Number(row.schools), Number(row.newSchools)],
      ...[row.mrrCents, row.grossProfitCents, row.acquisitionCents, row.balanceCents].map(
        (cents) => cents / 100,
      ),
    ]),
  ]);
}
