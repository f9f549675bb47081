const KINDS = [
  'year',
  'term',
  'grade',
  'classroom',
  'subject',
  'offering',
  'student',
  'father',
  'mother',
  'mark',
  'exam',
  'result',
  'invoice',
  'payment',
  'announcement',
  'import',
  'message',
  'event',
  'file',
  'reached',
  'excuse',
] as const;

/** A UUID that says what it is the id of, the same at every start: `demoId('student', 1)`. */
export function demoId(kind: (typeof KINDS)[number], number: number): string {
  const group = String(KINDS.indexOf(kind) + 1).padStart(4, '0');
  return `da7ada7a-${group}-4000-8000-${String(number).padStart(12, '0')}`;
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
