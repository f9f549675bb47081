import type { PluginContext } from '../../sdk/index.ts';
import type { Language } from './message.ts';
import type { Settings } from './settings.ts';

/** A message to a group from its writing to its last guardian. */
export type Draft = {
  classrooms: string[];
  en: string;
  ar: string;
  urgent: boolean;
  /** How many guardians, in their fixed order, it was already handed over for. */
  next: number;
};

const KEPT_SECONDS = 86_400;

/** Keeps a draft under a key for a day; answers the code of what stood in the way, or undefined. */
export async function keepDraft(
  id: string,
  draft: Draft,
  { kv }: PluginContext<Settings>,
): Promise<string | undefined> {
  const answer = await kv.set({ key: keyOf(id), value: draft, expiresInSeconds: KEPT_SECONDS });
  return answer.ok ? undefined : answer.code;
}

/** The draft with this id; undefined when it is too old or was never there. */
export async function readDraft(id: unknown, { kv }: PluginContext<Settings>): Promise<Draft | undefined> {
  if (typeof id !== 'string' || !/^[0-9a-z-]{1,60}$/.test(id)) return undefined;
  const answer = await kv.get({ key: keyOf(id) });
  return answer.ok && answer.value.value !== null ? (answer.value.value as Draft) : undefined;
}

/** The text for a guardian's language; the other one where only one was written. */
export function textFor(draft: Draft, language: Language, { school }: PluginContext<Settings>): string {
  const isArabic = language === 'ar' ? draft.ar !== '' : draft.en === '';
  const name = isArabic ? (school.nameAr ?? school.name) : school.name;
  return (isArabic ? draft.ar : draft.en).replaceAll('{school}', () => name);
}

function keyOf(id: string): string {
  return `draft:${id}`;
}
