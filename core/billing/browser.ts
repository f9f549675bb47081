// The third door of this module: what pages in the browser may use, free of Node.
export { type PriceBookContent, priceBookContent } from './services/price-book/content.ts';
export {
  type ChangeTone,
  describeDifference,
  type WordedChange,
} from './services/sales/difference/change-words.ts';
export { type QuoteContent, quoteContent, quoteTotal } from './services/sales/quotes/quote.ts';
export { type DominatedPlan, dominatedPlans } from './services/sales/simulation/dominated-plans.ts';
export { type SimulationSummary, summarise } from './services/sales/simulation/summary.ts';
export type { SchoolEffect, SimulationPiece } from './services/sales/simulation/types.ts';
export { dayText } from './services/sales/words.ts';
