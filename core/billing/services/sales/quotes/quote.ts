import { z } from 'zod';

const words = z.strictObject({
  en: z.string().trim().min(1).max(300),
  ar: z.string().trim().min(1).max(300),
});

/** A line of a quote: what is offered, in both languages, for whole cents of one cycle. A reduction is a negative amount. */
export const quoteLine = z.strictObject({
  words,
  quantity: z.int().min(1).max(1_000_000),
  cents: z.int().min(-1_000_000_000).max(1_000_000_000),
});

/** What staff write in a quote. */
export const quoteContent = z
  .strictObject({
    school: z.uuid().nullable(),
    /** Somebody who has no school here yet. */
    prospect: z
      .strictObject({
        name: z.string().trim().min(1).max(120),
        contact: z.string().trim().max(120),
        email: z.union([z.literal(''), z.email()]),
      })
      .nullable(),
    plan: z.string().regex(/^[a-z][a-z0-9_]{1,59}$/),
    cycle: z.enum(['monthly', 'yearly']),
    lines: z.array(quoteLine).min(1).max(100),
    note: z.strictObject({ en: z.string().trim().max(2000), ar: z.string().trim().max(2000) }).nullable(),
    /** The last day on which it can be accepted, in UTC: `2027-01-31`. */
    validUntil: z.iso.date(),
  })
  .refine((quote) => (quote.school === null) !== (quote.prospect === null), {
    message: 'name a school or a prospect',
    path: ['school'],
  });

export type QuoteContent = z.output<typeof quoteContent>;
export type QuoteState = 'draft' | 'sent' | 'accepted' | 'declined' | 'expired';

/** What one cycle costs, in cents; below nothing when reductions are larger than the rest. */
export function quoteTotal(
  lines: readonly Pick<QuoteContent['lines'][number], 'quantity' | 'cents'>[],
): number {
  return lines.reduce((sum, { quantity, cents }) => sum + quantity * cents, 0);
}

/** The instant at which a quote that is valid until a day (the whole of it, in UTC) can no longer be accepted. */
export function endOfDay(day: string): Date {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000);
}

/** The state that a stored one is at a moment: what was sent and not decided in time has expired. */
export function stateAt(state: Exclude<QuoteState, 'expired'>, validUntil: Date, now: Date): QuoteState {
  return (state === 'sent' || state === 'draft') && validUntil <= now ? 'expired' : state;
}
