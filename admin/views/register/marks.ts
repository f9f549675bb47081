import type { ClassList, Register, RegisterMark } from '../../../core/attendance/index.ts';

export type Code = ClassList['codes'][number];
export type RegisterClass = ClassList['classes'][number];
export type Pupil = Register['pupils'][number];

/** What is marked for one pupil. `code` is null for a pupil who joined a class whose register was taken. */
export type Mark = { code: string | null; minutes: number | null; note: string };
export type Marks = ReadonlyMap<string, Mark>;

const NOTHING: Mark = { code: null, minutes: null, note: '' };

/** True for a status that has minutes: how late somebody came, or how early somebody left. */
export function hasMinutes(codes: readonly Code[], code: string | null): boolean {
  const status = codes.find((entry) => entry.code === code)?.status;
  return status === 'late' || status === 'left_early';
}

/** The code that "all present" sets. */
export function presentCode(codes: readonly Code[]): string | null {
  return codes.find((entry) => entry.status === 'present')?.code ?? null;
}

/** The marks as the database has them. */
export function savedMarks(register: Register): Marks {
  return new Map(
    register.pupils.map(({ id, code, minutes, note }) => [id, { code, minutes, note: note ?? '' }]),
  );
}

/** What the page starts with: everybody present when the register was never taken, else what was saved. */
export function firstMarks(register: Register, codes: readonly Code[]): Marks {
  const saved = savedMarks(register);
  if (register.revision > 0) return saved;
  const code = presentCode(codes);
  return new Map([...saved].map(([id, mark]) => [id, mark.code === null ? { ...mark, code } : mark]));
}

/** True when two marks say the same. */
export function sameMark(one: Mark | undefined, other: Mark | undefined): boolean {
  const [a, b] = [one ?? NOTHING, other ?? NOTHING];
  return a.code === b.code && a.minutes === b.minutes && a.note.trim() === b.note.trim();
}

/** The mark with another code; minutes stay only where they mean something. */
export function withCode(mark: Mark | undefined, code: string, codes: readonly Code[]): Mark {
  const before = mark ?? NOTHING;
  return { ...before, code, minutes: hasMinutes(codes, code) ? before.minutes : null };
}

/** Ids of the pupils whose marks differ between two versions. */
export function differingPupils(pupils: readonly Pupil[], one: Marks, other: Marks): string[] {
  return pupils.filter(({ id }) => !sameMark(one.get(id), other.get(id))).map(({ id }) => id);
}

/** The marks in the shape the server takes; pupils without a mark are left out. */
export function marksToSend(pupils: readonly Pupil[], marks: Marks): RegisterMark[] {
  return pupils.flatMap(({ id }) => {
    const mark = marks.get(id);
    if (!mark?.code) return [];
    return [{ student: id, code: mark.code, minutes: mark.minutes, note: mark.note.trim() || null }];
  });
}

/** How many pupils carry each code; '' counts those without a mark. */
export function countByCode(pupils: readonly Pupil[], marks: Marks): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { id } of pupils) {
    const code = marks.get(id)?.code ?? '';
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return counts;
}

/**
 * One key a code: codes of one letter own their letter; the others get the first free letter of their code or
 * title, then a digit. With the standard codes that is P, A, L, E and F for "left early".
 */
export function shortcutKeys(codes: readonly Code[]): Map<string, string> {
  const taken = new Set<string>();
  const keys = new Map<string, string>();
  const give = (code: string, key: string) => {
    taken.add(key);
    keys.set(key, code);
  };
  for (const { code } of codes) if (/^[a-z]$/i.test(code)) give(code, code.toUpperCase());
  for (const { code, title } of codes) {
    if ([...keys.values()].includes(code)) continue;
    const wanted = [...`${code}${title}`.toUpperCase().replace(/[^A-Z]/g, ''), ...'123456789'];
    const key = wanted.find((letter) => !taken.has(letter));
    if (key) give(code, key);
  }
  return keys;
}

export type Choice = 'mine' | 'theirs';
export type Conflict = { theirs: Register; base: Marks; pupils: string[]; choices: Map<string, Choice> };

/**
 * Compares my marks with those somebody else saved. Where only one side changed something since the register
 * was opened, that side is proposed; where both did, a person has to choose.
 */
export function findConflict(theirs: Register, base: Marks, mine: Marks): Conflict {
  const saved = savedMarks(theirs);
  const known = theirs.pupils.filter(({ id }) => mine.has(id));
  const pupils = differingPupils(known, mine, saved);
  const choices = new Map<string, Choice>();
  for (const id of pupils) {
    if (sameMark(mine.get(id), base.get(id))) choices.set(id, 'theirs');
    else if (sameMark(saved.get(id), base.get(id))) choices.set(id, 'mine');
  }
  return { theirs, base, pupils, choices };
}

/** The marks after a conflict was decided. Undecided pupils keep mine. */
export function resolveConflict({ theirs, choices }: Conflict, mine: Marks): Marks {
  const saved = savedMarks(theirs);
  return new Map(
    theirs.pupils.map(({ id }) => [
      id,
      (choices.get(id) === 'theirs' ? saved.get(id) : mine.get(id)) ?? saved.get(id) ?? NOTHING,
    ]),
  );
}
