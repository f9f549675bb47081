import type { Block } from '../../../plugins/sdk/index.ts';
import { formatDate, formatNumber, formatPercent } from '../format.ts';
import { formatMoment, type Language } from '../language.ts';
import { BLOCK_TEXTS } from './texts.ts';

type Table = Extract<Block, { kind: 'table' }>;
export type Cell = Table['rows'][number][string];
export type CellFormat = NonNullable<Table['columns'][number]['format']>;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * A cell as people read it. A value that does not fit the format of its column is shown as it is; a missing one as a dash.
 * A percentage is a share: 0.25 is 25 %.
 */
export function cellText(
  value: Cell | undefined,
  format: CellFormat,
  { language, timeZone }: { language: Language; timeZone: string },
): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'boolean') return BLOCK_TEXTS[language][value ? 'yes' : 'no'];
  if (typeof value === 'number')
    return format === 'percent' ? formatPercent(value, language) : formatNumber(value, language);
  const isMoment = !Number.isNaN(Date.parse(value));
  if (format === 'date' && DAY.test(value) && isMoment)
    return formatDate(value, language, { day: 'numeric', month: 'short', year: 'numeric' });
  if (format === 'dateTime' && isMoment) return formatMoment(value, timeZone);
  return value;
}
