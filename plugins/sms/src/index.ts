import { definePlugin } from '../../sdk/index.ts';
import { tellAbsence } from './absence.ts';
import { remindOfFees } from './fees.ts';
import { estimateMessage, sendMessage } from './group-message.ts';
import { deliveriesPage, todayWidget } from './pages.ts';
import { announceResults } from './results.ts';
import type { Settings } from './settings.ts';
import { countOnce, forgetOldDays } from './statistics.ts';

/** Text messages to families: absences, results, fees, and free messages to classes. Doing anything again sends nothing twice. */
export const plugin = definePlugin<Settings>({
  events: {
    'attendance.absence_recorded': tellAbsence,
    'invoice.reminder_due': remindOfFees,
    'results.announced': announceResults,
    'message.delivered': (event, context) => countOnce(event.id, context, { delivered: 1 }),
    'message.failed': (event, context) => countOnce(event.id, context, { failed: 1 }),
  },
  schedules: { tidy: (_input, context) => forgetOldDays(context) },
  actions: { 'group-message': estimateMessage, 'group-send': sendMessage },
  widgets: { today: todayWidget },
  pages: { deliveries: deliveriesPage },
});
