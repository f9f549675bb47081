import type { InvoiceOrder } from './invoice-order.ts';

const MOMENTS = new Set(['start', 'end', 'at']);

/** An order as it was stored with its invoice, with its moments as dates again. */
export function reviveOrder(stored: unknown): InvoiceOrder {
  return JSON.parse(JSON.stringify(stored), (key, value) =>
    MOMENTS.has(key) && typeof value === 'string' ? new Date(value) : value,
  ) as InvoiceOrder;
}
