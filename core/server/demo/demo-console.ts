import type { Payload } from 'payload';
import { createQuote, saveInput } from '../../billing/index.ts';
import { poolOf, type Staff } from '../../tenancy/index.ts';

/**
 * What the pages of the platform's staff show besides the schools: what winning them cost in the last months, and an offer. By
 * the same services as the pages use; in the platform's scope.
 */
export async function fillConsole(payload: Payload, staff: Staff, now: Date): Promise<void> {
  const pool = poolOf(payload);
  for (const [back, acquisitionCents] of [120_000, 95_000, 140_000].entries()) {
    const month = firstOfMonth(now, -back).slice(0, 7);
    await saveInput(pool, { month, acquisitionCents, marginPercent: '80' }, { staff, now });
  }
  await createQuote(pool, {
    content: {
      school: null,
      prospect: { name: 'Gulf Horizon School', contact: 'Maryam Al-Kuwari', email: 'office@horizon.example' },
      plan: 'enterprise',
      cycle: 'yearly',
      lines: [
        {
          words: { en: 'Enterprise, 4,200 students', ar: 'الخطة المؤسسية، 4,200 طالب' },
          quantity: 1,
          cents: 960_000,
        },
        { words: { en: 'Import of the old register', ar: 'نقل السجل القديم' }, quantity: 1, cents: 75_000 },
      ],
      note: null,
      validUntil: firstOfMonth(now, 2),
    },
    staff,
    now,
  });
}

function firstOfMonth(now: Date, months: number): string {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 1)).toISOString().slice(0, 10);
}
