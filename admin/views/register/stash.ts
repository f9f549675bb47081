import type { Mark, Marks } from './marks.ts';
import type { ClassRef } from './register-api.ts';

/** Unsaved marks of one register, kept in this tab so that a reload or the back button loses nothing. */
export type Stash = { at: number; revision: number; changes: [string, Mark][] };

const keyOf = (userId: string, ref: ClassRef, date: string) =>
  `daftar.register.${userId}.${ref.kind}.${ref.id}.${ref.period}.${date}`;

/** Keeps the changed marks, or forgets them when there are none. */
export function writeStash(userId: string, ref: ClassRef, date: string, stash: Stash): void {
  try {
    const key = keyOf(userId, ref, date);
    if (stash.changes.length === 0) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(stash));
  } catch {
    // A browser without storage only loses this convenience.
  }
}

/** The kept marks of a register, if there are any. */
export function readStash(userId: string, ref: ClassRef, date: string): Stash | undefined {
  try {
    const text = sessionStorage.getItem(keyOf(userId, ref, date));
    return text === null ? undefined : (JSON.parse(text) as Stash);
  } catch {
    return undefined;
  }
}

/** The marks with kept changes on top; pupils who left the class in the meantime are dropped. */
export function overlay(marks: Marks, { changes }: Stash): Marks {
  return new Map([...marks, ...changes.filter(([id]) => marks.has(id))]);
}
