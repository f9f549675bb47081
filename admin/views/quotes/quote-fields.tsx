'use client';

import { formatMoney } from '../../components/format-money.ts';
import type { Language } from '../../components/language.ts';
import type { QuoteChoices } from './quote-client.tsx';
import { EMPTY_LINE, type LineForm, type QuoteForm, unitOf } from './quote-form.ts';
import { QUOTE_TEXTS } from './texts.ts';

type Props = {
  form: QuoteForm;
  choices: QuoteChoices;
  isReadOnly: boolean;
  language: Language;
  onChange: (form: QuoteForm) => void;
};

/** The fields of a quote: for whom, what plan, the lines and the notes. */
export function QuoteFields({ form, choices, isReadOnly, language, onChange }: Props) {
  const texts = QUOTE_TEXTS[language];
  const set = (more: Partial<QuoteForm>) => onChange({ ...form, ...more });
  const setLine = (index: number, more: Partial<LineForm>) =>
    set({ lines: form.lines.map((line, place) => (place === index ? { ...line, ...more } : line)) });
  return (
    <fieldset className="quotes__fields dft-stack" disabled={isReadOnly}>
      <div className="dft-card schools__form">
        <label>
          {texts.school}
          <select
            className="dft-input"
            data-testid="quote-school"
            onChange={(event) => set({ school: event.target.value })}
            value={form.school}
          >
            <option value="">{texts.prospect}</option>
            {choices.schools.map(({ id, name, nameAr }) => (
              <option key={id} value={id}>
                {language === 'ar' ? (nameAr ?? name) : name}
              </option>
            ))}
          </select>
        </label>
        {form.school === '' &&
          (['name', 'contact', 'email'] as const).map((field) => (
            <label key={field}>
              {texts[field === 'name' ? 'prospectName' : field]}
              <input
                className="dft-input"
                data-testid={`prospect-${field}`}
                dir={field === 'email' ? 'ltr' : 'auto'}
                onChange={(event) => set({ prospect: { ...form.prospect, [field]: event.target.value } })}
                value={form.prospect[field]}
              />
            </label>
          ))}
        <label>
          {texts.plan}
          <select
            className="dft-input"
            onChange={(event) => set({ plan: event.target.value })}
            value={form.plan}
          >
            {choices.plans.map(({ code, name }) => (
              <option key={code} value={code}>
                {name[language]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {texts.cycle}
          <select
            className="dft-input"
            onChange={(event) => set({ cycle: event.target.value as QuoteForm['cycle'] })}
            value={form.cycle}
          >
            <option value="monthly">{texts.cycles.monthly}</option>
            <option value="yearly">{texts.cycles.yearly}</option>
          </select>
        </label>
        <label>
          {texts.validUntil}
          <input
            className="dft-input"
            data-testid="quote-until"
            min={isReadOnly ? undefined : choices.today}
            onChange={(event) => set({ validUntil: event.target.value })}
            type="date"
            value={form.validUntil}
          />
        </label>
      </div>
      <section className="dft-card dft-stack">
        <h2>{texts.lines}</h2>
        {form.lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no names and keep their order
          <div className="quotes__line" data-testid="quote-line" key={index}>
            <label>
              {texts.lineEn}
              <input
                className="dft-input"
                dir="ltr"
                onChange={(event) => setLine(index, { en: event.target.value })}
                value={line.en}
              />
            </label>
            <label>
              {texts.lineAr}
              <input
                className="dft-input"
                dir="rtl"
                onChange={(event) => setLine(index, { ar: event.target.value })}
                value={line.ar}
              />
            </label>
            <label>
              {texts.quantity}
              <input
                className="dft-input"
                dir="ltr"
                inputMode="numeric"
                onChange={(event) => setLine(index, { quantity: event.target.value })}
                value={line.quantity}
              />
            </label>
            <label>
              {texts.unit}
              <input
                className="dft-input"
                dir="ltr"
                inputMode="decimal"
                onChange={(event) => setLine(index, { price: event.target.value })}
                value={line.price}
              />
            </label>
            <label className="dft-check">
              <input
                checked={line.isReduction}
                onChange={(event) => setLine(index, { isReduction: event.target.checked })}
                type="checkbox"
              />
              {texts.reduction}
            </label>
            <span className="quotes__amount">
              {formatMoney((unitOf(line) ?? 0) * (Number(line.quantity) || 0), language)}
            </span>
            {!isReadOnly && form.lines.length > 1 && (
              <button
                className="schools__button"
                onClick={() => set({ lines: form.lines.filter((_, place) => place !== index) })}
                type="button"
              >
                {texts.remove}
              </button>
            )}
          </div>
        ))}
        {!isReadOnly && (
          <div className="dft-row">
            <button
              className="schools__button"
              onClick={() => set({ lines: [...form.lines, EMPTY_LINE] })}
              type="button"
            >
              {texts.addLine}
            </button>
          </div>
        )}
      </section>
      <div className="dft-card schools__form">
        <label>
          {texts.noteEn}
          <textarea
            className="dft-input"
            dir="ltr"
            onChange={(event) => set({ noteEn: event.target.value })}
            rows={3}
            value={form.noteEn}
          />
        </label>
        <label>
          {texts.noteAr}
          <textarea
            className="dft-input"
            dir="rtl"
            onChange={(event) => set({ noteAr: event.target.value })}
            rows={3}
            value={form.noteAr}
          />
        </label>
      </div>
    </fieldset>
  );
}
