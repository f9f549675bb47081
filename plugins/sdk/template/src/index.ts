import { definePlugin } from '@daftar/sdk';

export const plugin = definePlugin({
  events: {
    'attendance.absence_recorded': async (event, context) => {
      const { studentId, date } = event.data;
      // The same event can come again: what was counted once is not counted twice.
      const seen = await context.kv.get({ key: `seen:${date}:${studentId}` });
      if (!seen.ok) throw new Error(seen.code);
      if (seen.value.value !== null) return { counted: false };

      const count = await context.kv.increment({ key: `absences:${date}`, by: 1 });
      if (!count.ok) throw new Error(count.code);
      await context.kv.set({ key: `seen:${date}:${studentId}`, value: true, expiresInSeconds: 7 * 86_400 });
      context.log.info(`${count.value.value} absences on ${date}`);
      return { counted: true };
    },
  },
});
