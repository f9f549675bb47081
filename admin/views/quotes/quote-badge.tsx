import type { QuoteState } from '../../../core/billing/index.ts';
import type { Language } from '../../components/language.ts';
import { QUOTE_TEXTS } from './texts.ts';

const TONES: Record<QuoteState, string> = {
  draft: '',
  sent: ' dft-badge--warning',
  accepted: ' dft-badge--good',
  declined: ' dft-badge--error',
  expired: ' dft-badge--error',
};

/** Where a quote stands, as a word in a colour. */
export function QuoteBadge({ state, language }: { state: QuoteState; language: Language }) {
  return <span className={`dft-badge${TONES[state]}`}>{QUOTE_TEXTS[language].states[state]}</span>;
}
