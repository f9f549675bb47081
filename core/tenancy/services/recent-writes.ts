/** A write of a school that a replica may not have yet: when it was seen, and up to where the log must be replayed for it. */
export type RecentWrite = { at: number; lsn: string | undefined };

type Writes = { bySchool: Map<string, RecentWrite>; isWatching: boolean };

// Next bundles its own copy of this module; both copies must see one list.
const KEY = Symbol.for('daftar.recent-writes');
const holder = globalThis as { [KEY]?: Writes };
holder[KEY] ??= { bySchool: new Map(), isWatching: false };
const writes = holder[KEY];

/** Begins to remember writes; without replicas nobody asks for them. */
export function watchWrites(isWatching: boolean): void {
  writes.isWatching = isWatching;
  writes.bySchool.clear();
}

/** True when somebody will ask for writes. */
export function areWritesWatched(): boolean {
  return writes.isWatching;
}

/** Told when a transaction that may have written has ended. */
export function noteWrite(schoolId: string): void {
  writes.bySchool.set(schoolId, { at: Date.now(), lsn: undefined });
}

/** The last write of a school in this process that no replica was seen to have. */
export function recentWriteOf(schoolId: string): RecentWrite | undefined {
  return writes.bySchool.get(schoolId);
}

/** Forgets a write that a replica has, unless there was another since. */
export function forgetWrite(schoolId: string, write: RecentWrite): void {
  if (writes.bySchool.get(schoolId) === write) writes.bySchool.delete(schoolId);
}

/** Whether a statement may write, by its words. Too often yes costs a read of the primary, so comments and names may fool it. */
export function mayWrite(text: string): boolean {
  return /\b(insert|update|delete|merge|copy|truncate|call)\b/i.test(text);
}
