export { Announcements, Notifications } from './collections/announcements.ts';
export { outboxMailAdapter } from './services/payload-mail.ts';
export { type Mail, queueMail } from './services/queue-mail.ts';
export { type QueuedSms, queueSms, type SmsRequest } from './services/queue-sms.ts';
export { type ComposedMail, type SchoolMail, schoolMail } from './services/school-mail.ts';
