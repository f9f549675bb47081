import { type FaultBook, inTransaction } from '../../emulator-kit/index.ts';
import type { Invoice } from '../billing/types.ts';
import { newId } from '../core/ids.ts';
import type { ApiObject, Store } from '../core/store.ts';
import {
  type Delivery,
  dueDeliveries,
  releaseHeld,
  repeatDelivery,
  setDelivery,
  waitingDeliveries,
} from './delivery-rows.ts';
import type { EndpointRow } from './queue-deliveries.ts';
import { signatureHeader } from './sign.ts';

/** Pauses between attempts in seconds, in the time of the event's clock: about three days in all. */
const pauses = [60, 300, 1800, 7200, 18_000, 36_000, 43_200, 43_200, 43_200, 43_200];
const answerTime = 10_000;

export type Deliverer = {
  /** Sends what is due in a clock's time; answers how many arrived. */
  deliverDue: (clock: string, until: number) => Promise<number>;
  /** Sends everything that waits, once each, and what comes of it; answers what arrived and what did not. */
  flush: (timeOf: (clock: string) => number) => Promise<{ delivered: number; failed: number }>;
};

export type DelivererOptions = { store: Store; faults: FaultBook; now: () => number };

/** Sends events to webhook endpoints over HTTP, signed, one after the other in the order they happened. */
export function createDeliverer({ store, faults, now }: DelivererOptions): Deliverer {
  let tail: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = tail.then(work, work);
    tail = next.catch(() => undefined);
    return next;
  };

  /** What a fault on demand makes of a delivery that comes up for the first time. True when it may be sent now. */
  function spoil(delivery: Delivery): boolean {
    const fault = faults.drawWebhook(delivery.type);
    if (!fault) return true;
    return inTransaction(store.database, () => {
      switch (fault.kind) {
        case 'webhook_lost':
          setDelivery(store, delivery.seq, { status: 'lost' });
          settleEvent(delivery);
          return false;
        case 'webhook_late':
          setDelivery(store, delivery.seq, {
            status: 'waiting',
            nextAt: delivery.nextAt + (fault.seconds ?? 60),
          });
          return false;
        case 'webhook_reordered':
          setDelivery(store, delivery.seq, { status: 'held' });
          return false;
        case 'webhook_twice':
          repeatDelivery(store, delivery);
          return true;
        default:
          repeatDelivery(store, delivery, copyEvent(delivery.event));
          return true;
      }
    });
  }

  function copyEvent(id: string): string {
    const event = store.find<ApiObject>('event', id);
    const copy = { ...event, id: newId('evt', 24), object: 'event' };
    store.insert('event', copy);
    return copy.id;
  }

  async function attempt(delivery: Delivery, moment: number): Promise<boolean> {
    const row = store.find<EndpointRow>('webhook_endpoint', delivery.endpoint);
    const event = store.find<ApiObject>('event', delivery.event);
    if (!row || !event) {
      if (store.database.isOpen) setDelivery(store, delivery.seq, { status: 'lost', answer: 'no endpoint' });
      return false;
    }
    const answer = await send(row, JSON.stringify(event, null, 2));
    if (!store.database.isOpen) return false;
    return inTransaction(store.database, () => {
      const attempts = delivery.attempts + 1;
      if (answer >= 200 && answer < 300) {
        setDelivery(store, delivery.seq, { status: 'delivered', attempts, answer: String(answer) });
        settleEvent(delivery);
        noteOnInvoice(delivery, moment);
        releaseHeld(store, delivery);
        return true;
      }
      const pause = pauses[delivery.attempts];
      const status = pause === undefined ? 'failed' : 'waiting';
      setDelivery(store, delivery.seq, {
        status,
        nextAt: moment + (pause ?? 0),
        attempts,
        answer: String(answer),
      });
      return false;
    });
  }

  async function send(row: EndpointRow, body: string): Promise<number> {
    try {
      const response = await fetch(row.endpoint.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'stripe-signature': signatureHeader(row.secret, Math.floor(now() / 1000), body),
          'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(answerTime),
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return 0;
    }
  }

  /** One endpoint fewer that still has to get the event. */
  function settleEvent(delivery: Delivery): void {
    const event = store.find<ApiObject>('event', delivery.event);
    if (!event) return;
    const pending = Math.max(0, Number(event.pending_webhooks) - 1);
    store.save('event', { ...event, pending_webhooks: pending });
  }

  function noteOnInvoice(delivery: Delivery, moment: number): void {
    if (delivery.type !== 'invoice.created') return;
    const invoice = store.find<Invoice>('invoice', delivery.object);
    if (!invoice || invoice.webhooks_delivered_at !== null) return;
    store.save('invoice', { ...invoice, webhooks_delivered_at: moment }, invoice.customer);
  }

  return {
    deliverDue: (clock, until) =>
      inTurn(async () => {
        let delivered = 0;
        while (store.database.isOpen) {
          const due = dueDeliveries(store, clock, until);
          if (due.length === 0) break;
          for (const delivery of due) {
            if (!store.database.isOpen) break;
            if (delivery.status === 'new' && !spoil(delivery)) continue;
            if (await attempt(delivery, until)) delivered += 1;
          }
        }
        return delivered;
      }),
    flush: (timeOf) =>
      inTurn(async () => {
        const seen = new Set<number>();
        let delivered = 0;
        let failed = 0;
        while (store.database.isOpen) {
          const [next] = waitingDeliveries(store).filter((delivery) => !seen.has(delivery.seq));
          if (!next) break;
          if (next.status === 'new' && !spoil(next)) {
            // What a fault has put off or held back comes round again in this same flush.
            continue;
          }
          seen.add(next.seq);
          if (await attempt(next, timeOf(next.clock))) delivered += 1;
          else failed += 1;
        }
        return { delivered, failed };
      }),
  };
}
