export { Announcements, Notifications } from './collections/announcements.ts';
