import { randomInt } from 'node:crypto';
import { ownAddress, type Queryable } from '../../tenancy/index.ts';
import type { PaperKind } from './types.ts';

const SERIES: Record<PaperKind | 'report_card', string> = {
  report_card: 'RC',
  transcript: 'TR',
  enrolment: 'EN',
  leaving: 'LV',
  completion: 'CP',
  id_card: 'ID',
};

/**
 * Takes the next `count` numbers of a school's series in the caller's transaction, such as `RC-2026-000042`. A transaction
 * that is rolled back gives its numbers back, so a series has no gaps.
 */
export async function takeNumbers(
  client: Queryable,
  kind: PaperKind | 'report_card',
  { year, count }: { year: string; count: number },
): Promise<string[]> {
  const series = `${SERIES[kind]}-${year}`;
  const { rows } = await client.query(
    `insert into report_numbers (series, last) values ($1, $2)
     on conflict (tenant_id, series) do update set last = report_numbers.last + excluded.last returning last`,
    [series, count],
  );
  const first = Number(rows[0].last) - count + 1;
  return Array.from({ length: count }, (_, index) => `${series}-${String(first + index).padStart(6, '0')}`);
}

// Without what looks alike: 0 and O, 1, I and L, U and V.
const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Eight letters that nobody can guess from the paper: with the number they tell a true one from a forged one. */
export function newCheckCode(): string {
  const letters = Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)] ?? '2');
  return `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`;
}

/** A check code as somebody typed it, the way it is kept. */
export function tidyCheckCode(text: string): string {
  const letters = text.toUpperCase().replace(/[^0-9A-Z]/g, '');
  return `${letters.slice(0, 4)}-${letters.slice(4, 8)}`;
}

/** Where a scanner leads: the page of the school that checks this paper. */
export function verifyAddress({ number, checkCode }: { number: string; checkCode: string }): string {
  return `${ownAddress()}/verify?paper=${number}.${checkCode}`;
}
