// The second door of this module: what only background processes use.
export { remindOfInvoices } from './services/invoice-reminders.ts';
