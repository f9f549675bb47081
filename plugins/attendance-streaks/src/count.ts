import type { PluginContext } from '../../sdk/index.ts';
import { loadRuns, loadSummary, saveRuns, saveSummary } from './store.ts';
import { continueRuns, dayIn, dayKinds, type Mark, newlyAbsent, type Runs, summaryOf } from './streaks.ts';

export type Settings = { threshold?: number; role?: 'admin' | 'teacher' };

export const DEFAULT_THRESHOLD = 3;
const DAYS_BACK = 30;
/** How long a day's marks may still come or change before they are taken as final. */
const DAYS_OPEN = 7;
const PAGE = 200;
const RECOUNT = 'recount';
const NAMES_IN_A_NOTE = 10;

type Counted = { pupils: number; told: number };

/** Counts every run up to today. Counting the same day again changes nothing and tells nobody twice. */
export async function countDays(context: PluginContext<Settings>): Promise<Counted> {
  const summary = await loadSummary(context);
  const first = dayIn(context.school.timeZone, context.now, DAYS_BACK);
  const asked = await context.kv.get({ key: RECOUNT });
  const isAsked = asked.ok && asked.value.value === true;
  if (summary === undefined || summary.settled < first || isAsked) {
    const counted = await count(context, {}, first);
    await context.kv.delete({ key: RECOUNT });
    return counted;
  }
  return count(context, await loadRuns(context, 'settled'), dayAfter(summary.settled));
}

/**
 * Lets the next count begin anew from the register of the last 30 days, for corrections of days that were final already. It
 * does not count itself: a person's call reads only whom the person may see, and the runs are those of the whole school.
 */
export async function askForRecount(context: PluginContext<Settings>): Promise<void> {
  const answer = await context.kv.set({ key: RECOUNT, value: true });
  if (!answer.ok) throw new Error(`The wish could not be kept: ${answer.code}`);
}

async function count(context: PluginContext<Settings>, before: Runs, from: string): Promise<Counted> {
  const { timeZone } = context.school;
  const today = dayIn(timeZone, context.now);
  const final = dayIn(timeZone, context.now, DAYS_OPEN);
  const threshold = context.settings.threshold ?? DEFAULT_THRESHOLD;
  const days = [...dayKinds(await readMarks(context, from, today))];
  const settled = continueRuns(before, new Map(days.filter(([day]) => day <= final)));
  const shown = continueRuns(settled, new Map(days.filter(([day]) => day > final)));
  const absent = newlyAbsent(await loadRuns(context, 'shown'), shown, threshold);
  // Told before the state is kept: should keeping fail, the same note under the same key is no second one.
  if (absent.length > 0) await tellSchool(context, absent, { today, threshold });
  await saveRuns(context, 'settled', settled);
  await saveRuns(context, 'shown', shown);
  const settledThrough = from > final ? dayAfter(from, -1) : final;
  await saveSummary(context, { ...summaryOf(shown, today, threshold), settled: settledThrough });
  return { pupils: Object.keys(shown).length, told: absent.length };
}

const dayAfter = (day: string, days = 1) => dayIn('UTC', Date.parse(day), -days);

async function readMarks(context: PluginContext<Settings>, from: string, to: string): Promise<Mark[]> {
  const marks: Mark[] = [];
  for (;;) {
    const page = await context.attendance.read({ from, to, limit: PAGE, offset: marks.length });
    if (!page.ok) throw new Error(`The register could not be read: ${page.code}`);
    marks.push(...page.value.items);
    if (page.value.items.length < PAGE) return marks;
  }
}

async function tellSchool(
  context: PluginContext<Settings>,
  ids: string[],
  { today, threshold }: { today: string; threshold: number },
): Promise<void> {
  const answer = await context.students.read({ ids: ids.slice(0, NAMES_IN_A_NOTE) });
  const pupils = answer.ok ? answer.value.items : [];
  const more = ids.length > pupils.length ? ' …' : '';
  const names = {
    en: pupils.map((pupil) => pupil.displayName ?? '').join(', ') + more,
    ar: pupils.map((pupil) => pupil.displayNameAr ?? pupil.displayName ?? '').join('، ') + more,
  };
  const facts = { count: ids.length, date: today };
  const sent = await context.notify.send({
    role: context.settings.role ?? 'admin',
    title: context.both('noteTitle', { days: threshold }),
    text: {
      en: context.both('noteText', { ...facts, names: names.en }).en,
      ar: context.both('noteText', { ...facts, names: names.ar }).ar,
    },
    idempotencyKey: `absent:${today}`,
  });
  if (!sent.ok) context.log.warn(`The school could not be told about ${ids.length} pupils: ${sent.code}.`);
}
