import { randomInt } from 'node:crypto';
import { z } from 'zod';

/** Faults that spoil the sending of an event to a webhook endpoint, not a request. */
const webhookKinds = [
  'webhook_late',
  'webhook_twice',
  'webhook_reordered',
  'webhook_lost',
  'webhook_second_event',
] as const;

/**
 * Body of POST /_emulator/faults. `times` defaults to 1, or to no limit when `probability` is given. For webhooks
 * `event` names a type of event, and `seconds` says how late a late one is.
 */
export const faultRequestSchema = z
  .strictObject({
    route: z.string().min(1).optional(),
    kind: z.enum(['lost_reply', 'status', ...webhookKinds]),
    status: z.union([z.literal(400), z.literal(409), z.literal(429), z.literal(500)]).optional(),
    times: z.number().int().min(1).optional(),
    probability: z.number().gt(0).max(1).optional(),
    seed: z.number().int().optional(),
    event: z.string().min(1).optional(),
    seconds: z.number().int().min(0).optional(),
  })
  .refine((fault) => fault.kind !== 'status' || fault.status !== undefined, {
    message: 'A fault of kind "status" needs a status.',
  });

export type FaultRequest = z.infer<typeof faultRequestSchema>;

/** A fault as listed by GET /_emulator/faults. `hits` counts the requests it has already spoilt. */
export type Fault = FaultRequest & { id: number; hits: number; remaining: number | null };

export type FaultBook = {
  add: (request: FaultRequest) => Fault;
  list: () => Fault[];
  clear: () => void;
  draw: (names: readonly string[]) => Fault | undefined;
  drawWebhook: (eventType: string) => Fault | undefined;
};

/**
 * Keeps the faults that were asked for, in memory only: a restarted emulator starts healthy.
 * `draw` answers the first fault that matches one of the route names and whose dice say yes, and counts it;
 * `drawWebhook` does the same for an event that is about to be sent.
 */
export function createFaultBook(): FaultBook {
  let faults: Array<{ fault: Fault; random: () => number }> = [];
  let nextId = 1;

  function add(request: FaultRequest): Fault {
    const unlimited = request.times === undefined && request.probability !== undefined;
    const fault: Fault = {
      ...request,
      id: nextId++,
      hits: 0,
      remaining: unlimited ? null : (request.times ?? 1),
    };
    faults.push({ fault, random: createRandom(request.seed ?? randomInt(2 ** 31)) });
    return fault;
  }

  function drawWhere(matches: (fault: Fault) => boolean): Fault | undefined {
    for (const { fault, random } of faults) {
      if (!matches(fault)) continue;
      // The dice roll for every matching request, so one seed gives one fixed series of hits.
      if (fault.probability !== undefined && random() >= fault.probability) continue;
      if (fault.remaining === 0) continue;
      if (fault.remaining !== null) fault.remaining -= 1;
      fault.hits += 1;
      return fault;
    }
    return undefined;
  }

  return {
    add,
    draw: (names) =>
      drawWhere(
        (fault) => !isWebhookFault(fault) && (fault.route === undefined || names.includes(fault.route)),
      ),
    drawWebhook: (eventType) =>
      drawWhere((fault) => isWebhookFault(fault) && (fault.event === undefined || fault.event === eventType)),
    list: () => faults.map(({ fault }) => ({ ...fault })),
    clear: () => {
      faults = [];
    },
  };
}

function isWebhookFault(fault: Fault): boolean {
  return fault.kind !== 'lost_reply' && fault.kind !== 'status';
}

/** A small seeded generator (mulberry32): numbers in [0, 1), the same series for the same seed. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
