/** What is kept of one delivery: ids and outcomes. The result itself is read again for each try. */
export type Delivery = {
  eventId: string;
  occurredAt: string;
  resultId: string;
  studentId: string;
  examId: string;
  state: 'waiting' | 'sent' | 'failed' | 'gone';
  tries: number;
  /** Epoch milliseconds of the next try. */
  nextAt: number;
  /** The status of the receiver, or the code of what went wrong. */
  answer: string;
};

export const DELIVERY_PREFIX = 'd:';
export const WAITING_PREFIX = 'w:';
/** Deliveries are remembered for a month. */
export const KEEP_SECONDS = 30 * 86_400;

const WAITS_MINUTES = [15, 30, 60, 180, 360, 720, 1_440];
const LAST_MOMENT = 9_999_999_999_999;

/** The key of a delivery: newest first in the order of keys, and the same when the event is handed over again. */
export function deliveryKey(eventId: string, occurredAt: string): string {
  const moment = String(LAST_MOMENT - Date.parse(occurredAt)).padStart(13, '0');
  return `${DELIVERY_PREFIX}${moment}:${eventId}`;
}

/** The delivery after a try. A 2xx is delivered; anything else waits longer each time, and in the end is given up. */
export function afterTry(delivery: Delivery, answer: number | string, now: number): Delivery {
  const tries = delivery.tries + 1;
  const isTaken = typeof answer === 'number' && answer >= 200 && answer < 300;
  const minutes = WAITS_MINUTES[tries - 1];
  const state = isTaken ? 'sent' : minutes === undefined ? 'failed' : 'waiting';
  return { ...delivery, tries, state, answer: String(answer), nextAt: now + (minutes ?? 0) * 60_000 };
}
