export { Announcements, Notifications } from './collections/announcements.ts';
export { SMS_METER, smsDelivery } from './services/deliver-sms.ts';
export { type Mail, mailDelivery, queueMail } from './services/mail.ts';
export { outboxMailAdapter } from './services/payload-mail.ts';
export { type QueuedSms, queueSms, type SmsRequest } from './services/queue-sms.ts';
export { RefusedMessage, type SmsProvider, twilioProvider } from './services/sms-provider.ts';
