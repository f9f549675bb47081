// The second door of this module: what only background processes use. Kept apart, so that the panel's bundle does not
// pull in the providers' SDKs.
export { guardianMailDelivery } from './services/deliver-guardian-mail.ts';
export { mailDelivery } from './services/deliver-mail.ts';
export { smsDelivery } from './services/deliver-sms.ts';
export { type DeliveryReport, takeDeliveryReport } from './services/delivery-status.ts';
export { SMS_METER } from './services/queue-sms.ts';
export { RefusedMessage, type SmsProvider, twilioProvider } from './services/sms-provider.ts';
export { isSignedByTwilio, STATUS_PATH } from './services/status-callback.ts';
