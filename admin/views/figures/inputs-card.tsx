'use client';

import { Button } from '@payloadcms/ui';
import { useState } from 'react';
import type { Figures } from '../../../core/billing/index.ts';
import { callApi } from '../../components/call-api.ts';
import { formatMoney } from '../../components/format-money.ts';
import type { Language } from '../../components/language.ts';
import { useWork } from '../../components/use-work.ts';
import { centsOf, dollarsOf } from './dollars.ts';
import { FIGURES_TEXTS } from './texts.ts';

type Props = { figures: Figures; language: Language; onSaved: (figures: Figures) => void };

/** What staff enter for a month, and what was entered before. */
export function InputsCard({ figures, language, onSaved }: Props) {
  const texts = FIGURES_TEXTS[language];
  const inputOf = (month: string) => figures.inputs.find((input) => input.month === month);
  const formOf = (month: string) => {
    const input = inputOf(month);
    return {
      month,
      spent: input ? dollarsOf(input.acquisitionCents) : '',
      margin: input?.marginPercent ?? figures.inputs[0]?.marginPercent ?? '',
    };
  };
  const [form, setForm] = useState(formOf(figures.month));
  const [isWrong, setWrong] = useState(false);
  const { isBusy, problem, work } = useWork(texts.offline);
  const save = () => {
    const acquisitionCents = centsOf(form.spent);
    setWrong(acquisitionCents === undefined);
    if (acquisitionCents === undefined) return;
    void work(async () =>
      onSaved(
        await callApi<Figures>('/console/figures/input', {
          month: figures.month,
          span: String(figures.span),
          save: { month: form.month, acquisitionCents, marginPercent: form.margin },
        }),
      ),
    );
  };
  return (
    <section className="dft-card dft-stack dft-stack--tight" data-testid="figures-inputs">
      <h2>{texts.inputs}</h2>
      <p className="dft-muted">{texts.inputsLead}</p>
      <form
        className="figures__form"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <label className="figures__field">
          <span>{texts.month}</span>
          <select
            className="dft-input"
            name="month"
            onChange={(event) => setForm(formOf(event.target.value))}
            value={form.month}
          >
            {figures.months.toReversed().map(({ month }) => (
              <option key={month} value={month}>
                {month}
              </option>
            ))}
          </select>
        </label>
        <label className="figures__field">
          <span>{texts.acquisition}</span>
          <input
            className="dft-input"
            dir="ltr"
            inputMode="decimal"
            maxLength={14}
            name="spent"
            onChange={(event) => setForm({ ...form, spent: event.target.value })}
            value={form.spent}
          />
        </label>
        <label className="figures__field">
          <span>{texts.margin}</span>
          <input
            className="dft-input"
            dir="ltr"
            inputMode="decimal"
            maxLength={8}
            name="margin"
            onChange={(event) => setForm({ ...form, margin: event.target.value })}
            value={form.margin}
          />
        </label>
        <div className="dft-row">
          <Button disabled={isBusy} type="submit">
            {texts.save}
          </Button>
        </div>
      </form>
      {(problem !== undefined || isWrong) && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem ?? texts.invalidAmount}
        </p>
      )}
      {figures.inputs.length > 0 && (
        <table className="dft-table dft-table--stack">
          <thead>
            <tr>
              <th scope="col">{texts.month}</th>
              <th className="dft-number" scope="col">
                {texts.acquisition}
              </th>
              <th className="dft-number" scope="col">
                {texts.margin}
              </th>
              <th scope="col">{texts.by}</th>
            </tr>
          </thead>
          <tbody>
            {figures.inputs.slice(0, 13).map((input) => (
              <tr key={input.month}>
                <th scope="row">
                  <bdi>{input.month}</bdi>
                </th>
                <td className="dft-number" data-label={texts.acquisition}>
                  <bdi>{formatMoney(input.acquisitionCents, language)}</bdi>
                </td>
                <td className="dft-number" data-label={texts.margin}>
                  <bdi>{input.marginPercent}</bdi>
                </td>
                <td data-label={texts.by}>
                  <bdi>{input.updatedBy}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
