import { listenedTypes, publishEvents, schoolFacts } from '../../jobs/index.ts';
import type { Queryable } from '../../tenancy/index.ts';
import { COUNT_FAMILIES, NOTE_FAMILIES } from '../sql/family-notices.ts';

/** Whom a publication tells: nobody, guardians who were not told of the term yet, or everybody once more. */
export const TELLINGS = ['none', 'new', 'all'] as const;
export type Telling = (typeof TELLINGS)[number];

export type FamilyNews = {
  kind: 'marks' | 'report_cards';
  termId: string;
  /** Pupils with something to see. */
  students: readonly string[];
};

export type FamilyCount = {
  /** An add-on that sends messages is switched on; without one nobody is told. */
  canTell: boolean;
  /** Guardians who would get a message, one each. */
  messages: number;
  /** The same when those told before are told once more. */
  everybody: number;
  toldBefore: number;
  /** Guardians who want messages and have no number. */
  withoutNumber: number;
};

/** The school wants guardians told of results; the add-on of text messages listens to it. */
export const RESULTS_ANNOUNCED = 'results.announced';

// Guardians in one event: some 60 calls of the host by the add-on, of the 500 a run may make, and a second of its thirty.
const FAMILIES_AN_EVENT = 50;

/** How many guardians would be told of this, before anybody is. */
export async function countFamilies(database: Queryable, news: FamilyNews): Promise<FamilyCount> {
  const listened = await listenedTypes(database, [RESULTS_ANNOUNCED]);
  const { rows } = await database.query(COUNT_FAMILIES, [news.kind, news.termId, news.students]);
  const [row] = rows;
  return {
    canTell: listened.has(RESULTS_ANNOUNCED),
    messages: row.messages,
    everybody: row.everybody,
    toldBefore: row.told_before,
    withoutNumber: row.without_number,
  };
}

/**
 * Asks for one message to each guardian that names all of their children, in the caller's transaction. Guardians who were
 * told of a child and this term before are not told again, unless `telling` is `all`; the same `occasion` (who asked: a
 * run) never tells anybody twice. Without an add-on that listens nobody is told, and nothing is noted. Returns how many
 * guardians will get a message.
 */
export async function tellFamilies(
  client: Queryable,
  news: FamilyNews & { telling: Telling; occasion: string; term: { en: string; ar: string } },
): Promise<number> {
  const { kind, termId, students, telling, occasion, term } = news;
  if (telling === 'none' || students.length === 0) return 0;
  if (!(await listenedTypes(client, [RESULTS_ANNOUNCED])).has(RESULTS_ANNOUNCED)) return 0;
  const isAgain = telling === 'all';
  const { rows } = await client.query(NOTE_FAMILIES, [
    ...[kind, termId, students],
    ...[isAgain ? occasion : 'first', isAgain],
  ]);
  const families = [...Map.groupBy(rows, (row) => row.guardian_id as string)].map(
    ([guardianId, ofGuardian]) => ({
      guardianId,
      studentIds: ofGuardian.map((row) => row.student_id as string),
    }),
  );
  const about = { kind, termId, termTitle: term.en, termTitleAr: term.ar, ...schoolFacts() };
  const events = [];
  for (let from = 0; from < families.length; from += FAMILIES_AN_EVENT)
    events.push({
      type: RESULTS_ANNOUNCED,
      payload: { ...about, families: families.slice(from, from + FAMILIES_AN_EVENT) },
    });
  await publishEvents(client, events);
  return families.length;
}
