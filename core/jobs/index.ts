export { Outbox } from './collections/outbox.ts';
export { type NewEvent, OUTBOX_CHANNEL, type OutboxEvent, publishEvents } from './services/outbox.ts';
export { type EventQueue, openQueue, startQueueWorker } from './services/queue.ts';
export { type Relay, startRelay } from './services/relay.ts';
export { type EventHandler, runEvent } from './services/run-event.ts';
export { listenedTypes } from './services/school-events/listened-types.ts';
export { schoolFacts } from './services/school-events/rules.ts';
export { schoolEvents } from './services/school-events/school-events.ts';
