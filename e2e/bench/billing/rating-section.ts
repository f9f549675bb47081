import type { Section } from '../page.ts';
import { monthEnd } from './month-end.ts';

const TARGET_SECONDS = 60;

/** What the end of a month costs. */
export async function ratingSection(): Promise<Section> {
  const { schools, events, snapshotSeconds, invoiceSeconds, sumSeconds } = await monthEnd();
  const total = snapshotSeconds + invoiceSeconds;
  const holds = total < TARGET_SECONDS;
  return {
    title: 'Rating at the end of a month',
    holds,
    text: `${schools} schools, three meters, 30 days, ${events} entries in the ledger; every total is compared with the oracle's.
Target: below ${TARGET_SECONDS} s together.

| | seconds | ms a school |
|---|---|---|
| counting the last day of every school | ${snapshotSeconds.toFixed(1)} | ${((snapshotSeconds * 1000) / schools).toFixed(1)} |
| rating the month and making the invoice final, two at a time | ${invoiceSeconds.toFixed(1)} | ${((invoiceSeconds * 1000) / schools).toFixed(1)} |
| baseline: the sums of the same ledger in one statement | ${sumSeconds.toFixed(1)} | ${((sumSeconds * 1000) / schools).toFixed(2)} |

The target ${holds ? 'holds' : 'does NOT hold'}. An invoice is a transaction of its own, so that one school's trouble stops no other; its
number is taken last, because the others wait for it.`,
  };
}
