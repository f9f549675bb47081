export {
  createMessageEmulator,
  type ListeningMessageEmulator,
  type MessageEmulator,
  type MessageEmulatorOptions,
  type MessagePorts,
} from './emulator.ts';
export type { Outbox } from './outbox.ts';
export { countSegments, type Segments } from './sms/segments.ts';
export { connectTwilio, RebasedRequestClient, type TwilioSettings } from './twilio-client.ts';
