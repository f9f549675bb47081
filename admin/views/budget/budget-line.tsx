import type { BudgetRow } from '../../../core/billing/index.ts';
import { formatMoney } from '../../components/format-money.ts';
import { formatMoment, type Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import type { BudgetTexts } from './texts.ts';

/** What is typed for one meter and not yet saved. */
export type Typed = { amount: string; isHard: boolean };

type Props = {
  budget: BudgetRow;
  typed: Typed;
  canManage: boolean;
  onType: (typed: Typed) => void;
  texts: BudgetTexts;
  language: Language;
  timeZone: string;
};

/** The budget of one meter, or of all: its price, what was spent, when it is used up, and its limit. */
export function BudgetLine({ budget, typed, canManage, onType, texts, language, timeZone }: Props) {
  const { meter, capCents, usedCents, isHard } = budget;
  const name = budget.name?.[language] ?? texts.all;
  const isReached = capCents !== undefined && isHard && usedCents >= capCents;
  return (
    <fieldset className="budget__line dft-stack dft-stack--tight" data-testid={`budget-${meter}`}>
      <legend>
        <strong>{name}</strong>
      </legend>
      {budget.rate !== undefined && (
        <span className="dft-muted">
          <Phrase text={texts.rate} values={{ rate: budget.rate, unit: budget.unit?.[language] ?? '' }} />
        </span>
      )}
      <span>
        <Phrase
          text={capCents === undefined ? texts.used : texts.usedOf}
          values={{ used: formatMoney(usedCents, language), limit: formatMoney(capCents ?? 0, language) }}
        />
      </span>
      {capCents !== undefined && (
        <ProgressBar label={name} percent={capCents === 0 ? 100 : (usedCents / capCents) * 100} />
      )}
      {isReached && <p className="dft-notice dft-notice--warning">{texts.reached}</p>}
      {budget.forecast !== undefined && (
        <p>
          <Phrase
            text={texts.forecast}
            values={{ date: formatMoment(budget.forecast, timeZone).slice(0, 10) }}
          />
        </p>
      )}
      <div className="dft-row">
        <label className="dft-stack dft-stack--tight">
          <span className="dft-muted">{texts.limit}</span>
          <input
            className="dft-input"
            dir="ltr"
            disabled={!canManage}
            inputMode="decimal"
            name={`budget-${meter}`}
            onChange={({ target }) => onType({ ...typed, amount: target.value })}
            placeholder={texts.none}
            value={typed.amount}
          />
        </label>
        <label className="dft-stack dft-stack--tight">
          <span className="dft-muted">{texts.how}</span>
          <select
            className="dft-input"
            disabled={!canManage}
            name={`budget-${meter}-how`}
            onChange={({ target }) => onType({ ...typed, isHard: target.value === 'hard' })}
            value={typed.isHard ? 'hard' : 'soft'}
          >
            <option value="hard">{texts.hard}</option>
            <option value="soft">{texts.soft}</option>
          </select>
        </label>
      </div>
    </fieldset>
  );
}
