/** The days in a row that a pupil was present or absent; `since` is the first of them. */
export type Run = { kind: 'present' | 'absent'; days: number; since: string };
export type Runs = Record<string, Run>;

/** A mark of the register as the plugin reads it. A mark without a class is that of one lesson. */
export type Mark = { studentId: string; classroomId?: string | null; date?: string; status?: string };

/**
 * What each pupil did on each day, by day and pupil. The mark of the day decides; where there are marks of lessons alone, a
 * pupil is absent who was in none of them. Being late or leaving early is being there.
 */
export function dayKinds(marks: Mark[]): Map<string, Map<string, Run['kind']>> {
  type Seen = { ofDay?: string; lessons: string[] };
  const seen = new Map<string, Map<string, Seen>>();
  for (const { studentId, classroomId, date, status } of marks) {
    if (date === undefined || status === undefined) continue;
    const day = seen.get(date) ?? new Map<string, Seen>();
    seen.set(date, day);
    const pupil = day.get(studentId) ?? { lessons: [] };
    day.set(studentId, pupil);
    if (classroomId) pupil.ofDay = status;
    else pupil.lessons.push(status);
  }
  const kindOf = ({ ofDay, lessons }: Seen): Run['kind'] =>
    (ofDay === undefined ? lessons.every((status) => status === 'absent') : ofDay === 'absent')
      ? 'absent'
      : 'present';
  return new Map(
    [...seen]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([date, day]) => [date, new Map([...day].map(([id, pupil]) => [id, kindOf(pupil)]))]),
  );
}

/** The runs after further days, oldest first. A day without a mark neither ends a run nor lengthens it. */
export function continueRuns(runs: Runs, days: Map<string, Map<string, Run['kind']>>): Runs {
  const after: Runs = { ...runs };
  for (const [date, pupils] of days)
    for (const [id, kind] of pupils) {
      const run = after[id];
      after[id] = run?.kind === kind ? { ...run, days: run.days + 1 } : { kind, days: 1, since: date };
    }
  return after;
}

/** Pupils whose absence reached the threshold between two states. */
export function newlyAbsent(before: Runs, after: Runs, threshold: number): string[] {
  const isLong = (run: Run | undefined) => run?.kind === 'absent' && run.days >= threshold;
  return Object.keys(after).filter((id) => {
    const [old, now] = [before[id], after[id]];
    return isLong(now) && !(isLong(old) && old?.since === now?.since);
  });
}

const STEPS = [1, 5, 10, 20, 40];

export type Summary = {
  through: string;
  /** The last day that is final. */
  settled: string;
  pupils: number;
  absent: number;
  /** The longest runs of presence, longest first. */
  best: { id: string; days: number; since: string }[];
  spread: { label: string; pupils: number }[];
};

/** What the start page shows. */
export function summaryOf(runs: Runs, through: string, threshold: number): Omit<Summary, 'settled'> {
  const all = Object.entries(runs);
  const present = all.filter(([, run]) => run.kind === 'present');
  const absent = all.filter(([, run]) => run.kind === 'absent' && run.days >= threshold);
  return {
    through,
    pupils: all.length,
    absent: absent.length,
    best: present
      .sort(([a, one], [b, other]) => other.days - one.days || (a < b ? -1 : 1))
      .slice(0, 10)
      .map(([id, { days, since }]) => ({ id, days, since })),
    spread: STEPS.map((from, index) => {
      const next = STEPS[index + 1];
      return {
        label: next === undefined ? `${from}+` : `${from}–${next - 1}`,
        pupils: present.filter(([, run]) => run.days >= from && (next === undefined || run.days < next))
          .length,
      };
    }),
  };
}

/** The day that a moment falls on in a time zone, and the day some days earlier. */
export function dayIn(timeZone: string, moment: number, daysBack = 0): string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const today = format.format(new Date(moment));
  return new Date(Date.parse(today) - daysBack * 86_400_000).toISOString().slice(0, 10);
}
