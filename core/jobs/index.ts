export { Outbox } from './collections/outbox.ts';
