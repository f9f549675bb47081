export { Announcements, Notifications } from './collections/announcements.ts';
export { noteEndpoints } from './endpoints/note-endpoints.ts';
export { ownNotes } from './services/own-notes.ts';
export { leaveNote, type NewNote, type PanelNote } from './services/panel-notes.ts';
export { outboxMailAdapter } from './services/payload-mail.ts';
export { type GuardianMailRequest, queueGuardianMail } from './services/queue-guardian-mail.ts';
export { type Mail, queueMail } from './services/queue-mail.ts';
export { type QueuedSms, queueSms, type SmsRequest } from './services/queue-sms.ts';
export { type ComposedMail, type SchoolMail, schoolMail } from './services/school-mail.ts';
export {
  countFamilies,
  type FamilyCount,
  RESULTS_ANNOUNCED,
  TELLINGS,
  type Telling,
  tellFamilies,
} from './services/tell-families.ts';
