// The third door of this module: what pages in the browser may use, free of Node.
export { calculateMark } from './calculate/calculate.ts';
export { explainMark, hundredths } from './calculate/explain.ts';
export { lateCut } from './calculate/late-penalty.ts';
export { type CellText, type CellValue, cellText, parseBlock, parseCell } from './calculate/parse-cell.ts';
export { periodWeights } from './calculate/reckon-periods.ts';
export type * from './calculate/types.ts';
export { MARK_STATUSES } from './calculate/types.ts';
export { sameCell } from './services/sheet-rows.ts';
export { isOpenState } from './services/sheet-states.ts';
