import { definePlugin } from '@daftar/sdk';

const A_MONTH = 30 * 86_400;

export const plugin = definePlugin({
  events: {
    'attendance.absence_recorded': async (event, context) => {
      const { studentId, date } = event.data;
      // One key for one absence: when the event comes again, nothing is counted twice.
      const key = `absent:${date}:${studentId}`;
      const kept = await context.kv.set({ key, value: true, expiresInSeconds: A_MONTH });
      // Thrown, so that the platform tries the event again.
      if (!kept.ok) throw new Error(kept.code);
      context.log.info(`An absence on ${date} is counted.`);
      return { counted: true };
    },
  },
});
