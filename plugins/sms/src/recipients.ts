import type { GuardianRecord } from '../../sdk/index.ts';

export type Recipient = { id: string; language: 'en' | 'ar' };

/** Guardians of one pupil who accept text messages, in the school's order; for `primary` only the first of them. */
export function chooseRecipients(guardians: GuardianRecord[], who: 'primary' | 'all'): Recipient[] {
  const reachable = guardians
    .filter((guardian) => guardian.smsAllowed === true)
    .sort((a, b) => (a.contactOrder ?? 0) - (b.contactOrder ?? 0))
    .map(({ id, language }) => ({ id, language: language ?? ('en' as const) }));
  return who === 'all' ? reachable : reachable.slice(0, 1);
}
