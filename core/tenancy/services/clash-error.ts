import { AppError } from '../../kernel/index.ts';

/** The state in which the timetable refuses a lesson. */
const CLASH = 'DF409';

const CODES = {
  teacher: 'timetable.teacher_busy',
  room: 'timetable.room_busy',
  pupils: 'timetable.pupils_busy',
  cover: 'timetable.cover_busy',
} as const;

const WEEKDAYS = [
  ['Sunday', 'الأحد'],
  ['Monday', 'الإثنين'],
  ['Tuesday', 'الثلاثاء'],
  ['Wednesday', 'الأربعاء'],
  ['Thursday', 'الخميس'],
  ['Friday', 'الجمعة'],
  ['Saturday', 'السبت'],
] as const;

/** What the database says when two lessons would be at the same time, as the error for people; undefined for every other error. */
export function clashError(error: unknown): AppError | undefined {
  let current = error;
  for (let depth = 0; depth < 5 && typeof current === 'object' && current !== null; depth += 1) {
    const { code, detail, cause } = current as { code?: unknown; detail?: unknown; cause?: unknown };
    if (code === CLASH && typeof detail === 'string') return fromDetail(detail);
    current = cause;
  }
  return undefined;
}

function fromDetail(detail: string): AppError {
  const { kind, ...found } = JSON.parse(detail) as { kind: keyof typeof CODES } & Record<
    string,
    string | number | null
  >;
  const [weekday, weekdayAr] = WEEKDAYS[Number(found.weekday)] ?? ['', ''];
  const named = Object.fromEntries(Object.entries(found).map(([name, value]) => [name, value ?? '']));
  return new AppError(CODES[kind], { ...named, weekday, weekdayAr });
}
