import { z } from 'zod';
import type { Invoice } from '../billing/types.ts';
import type { RequestContext } from '../core/route.ts';
import type { Store } from '../core/store.ts';
import { setDue } from './due-work.ts';

const kind = 'emulator.setting';
const id = 'retries';
const day = 86_400;

/** Body of POST /_emulator/retries: on which days after its first attempt an invoice is tried again; none turns it off. */
export const retriesSchema = z.strictObject({ days: z.array(z.number().int().min(1).max(60)).max(8) });

/** Sets when invoices whose payment failed are tried again, as an account's settings do. */
export function setRetries(store: Store, { days }: z.infer<typeof retriesSchema>): void {
  store.remove(kind, id);
  if (days.length > 0) store.insert(kind, { id, object: kind, days: [...days].sort((a, b) => a - b) });
}

/**
 * The next moment at which an invoice is tried again by itself, in unix seconds, and puts it on the list of due work; null after
 * the last one, and for what is not collected by itself. Days count from when it became final, whoever tried meanwhile.
 */
export function planRetry(context: RequestContext, invoice: Invoice): number | null {
  const days = (context.store.find(kind, id)?.days ?? []) as number[];
  const first = invoice.status_transitions.finalized_at;
  const isAutomatic = invoice.collection_method === 'charge_automatically';
  const next =
    first === null || !isAutomatic
      ? undefined
      : days.map((after) => first + after * day).find((moment) => moment > context.now);
  setDue(context, 'invoice_retry', invoice.id, next);
  return next ?? null;
}
