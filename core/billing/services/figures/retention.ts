import { Exact } from '../money.ts';
import type { MrrBySchool } from './movement-history.ts';
import { sumOf } from './movement-history.ts';

/** What became of the schools that paid at the beginning. Shares are exact decimals as text; undefined without such schools. */
export type Retention = {
  startCents: number;
  /** What the same schools pay at the end, and what of it they paid before. */
  keptCents: number;
  keptOfStartCents: number;
  schools: number;
  lost: number;
  /** Net revenue retention: with what the schools pay more. */
  net: string | undefined;
  /** Gross revenue retention: without it. */
  gross: string | undefined;
  logoChurn: string | undefined;
};

/** Compares two moments; schools that began in between count in none of the figures (S35). */
export function retentionOf(start: MrrBySchool, end: MrrBySchool): Retention {
  let kept = 0;
  let keptOfStart = 0;
  let lost = 0;
  for (const [school, cents] of start) {
    const now = end.get(school) ?? 0;
    kept += now;
    keptOfStart += Math.min(now, cents);
    if (now === 0) lost += 1;
  }
  const startCents = sumOf(start);
  return {
    startCents,
    keptCents: kept,
    keptOfStartCents: keptOfStart,
    schools: start.size,
    lost,
    net: share(kept, startCents),
    gross: share(keptOfStart, startCents),
    logoChurn: share(lost, start.size),
  };
}

/** A part of a whole as an exact decimal, such as '0.025'; undefined for a whole of nothing. */
export function share(part: number, whole: number): string | undefined {
  return whole === 0 ? undefined : new Exact(part).div(whole).toString();
}
