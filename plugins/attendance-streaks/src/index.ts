import { definePlugin } from '../../sdk/index.ts';
import { bestBlocks, streakBlocks } from './blocks.ts';
import { askForRecount, countDays, type Settings } from './count.ts';

/** Days in a row that pupils came or stayed away, counted once a day from the register. */
export const plugin = definePlugin<Settings>({
  events: { 'install.enabled': (_event, context) => countDays(context) },
  schedules: { daily: (_input, context) => countDays(context) },
  widgets: { best: (_input, context) => bestBlocks(context) },
  tabs: { streak: streakBlocks },
  actions: {
    recount: async (_input, context) => {
      await askForRecount(context);
      return { message: context.both('willCount'), tone: 'good' };
    },
  },
});
