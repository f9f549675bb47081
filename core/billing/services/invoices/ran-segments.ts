import type { Queryable } from '../../../tenancy/index.ts';
import { bookVersion } from '../price-book/read-book.ts';
import type { Period } from '../rating/line.ts';
import type { Segment } from '../rating/overage.ts';
import { peaksOf } from './day-snapshots.ts';
import type { PricedTerms } from './invoice-order.ts';

/** The stretches of unchanged terms of a month with the peaks of their days; in the platform's scope. Throws price.no_book. */
export async function segmentsOf(
  client: Queryable,
  tenantId: string,
  stretches: readonly (PricedTerms & { period: Period })[],
): Promise<Segment[]> {
  const segments: Segment[] = [];
  for (const { version, terms, period } of stretches) {
    const peaks = await peaksOf(client, tenantId, period);
    segments.push({
      book: await bookVersion(client, version),
      terms,
      peakStudents: peaks.students,
      peakStorageBytes: peaks.storageBytes,
    });
  }
  return segments;
}
