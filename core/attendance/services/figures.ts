import type pg from 'pg';
import { BY_CLASS_AND_WEEKDAY, BY_DAY, BY_PUPIL } from '../sql/figures.ts';

export type Counts = { recorded: number; absent: number; unexcused: number; late: number };
export type Named = { id: string; title: string; titleAr: string | null };
export type PupilFigure = Counts & {
  id: string;
  name: string;
  nameAr: string | null;
  admissionNumber: string;
};

/** What the page of charts shows for a span of dates. */
export type Figures = {
  days: (Counts & { date: string })[];
  classes: (Counts & Named & { grade: string | null; weekdays: (Counts & { weekday: number })[] })[];
  grades: (Counts & Named)[];
  /** Who is away on a tenth of the days or more, the most first, with how many there are in all. */
  chronic: { count: number; pupils: number; list: PupilFigure[] };
  late: PupilFigure[];
};

/** Absence is called chronic from this percentage of the recorded days on, and not before so many days. */
export const CHRONIC = { percent: 10, days: 10 };
const LISTED = 15;

/** Rates, patterns and lists for a span of dates; `classrooms` are those the viewer may see. Three statements. */
export async function readFigures(
  pool: pg.Pool,
  { from, to, classrooms }: { from: string; to: string; classrooms: string[] | 'all' },
): Promise<Figures> {
  const span = [from, to, classrooms === 'all' ? null : classrooms];
  const [days, cells, pupils] = await Promise.all([
    pool.query(BY_DAY, span),
    pool.query(BY_CLASS_AND_WEEKDAY, span),
    pool.query(BY_PUPIL, [...span, CHRONIC.percent, CHRONIC.days, LISTED]),
  ]);
  const classes = groupCells(cells.rows as Cell[]);
  const listed = pupils.rows as PupilRow[];
  return {
    days: days.rows.map((row) => ({ date: row.date, ...countsOf(row) })),
    classes,
    grades: gradesOf(cells.rows as Cell[]),
    chronic: {
      count: listed[0]?.chronic_count ?? 0,
      pupils: listed[0]?.pupils ?? 0,
      list: listed.filter(({ chronic }) => chronic).map(pupilOf),
    },
    late: listed
      .filter((row) => row.late > 0 && row.late_rank <= LISTED)
      .sort((a, b) => a.late_rank - b.late_rank)
      .map(pupilOf),
  };
}

type Cell = Counts & {
  class: string;
  title: string;
  title_ar: string | null;
  grade: string | null;
  grade_title: string | null;
  grade_title_ar: string | null;
  weekday: number;
};
type PupilRow = Counts & {
  id: string;
  display_name: string;
  display_name_ar: string | null;
  admission_number: string;
  chronic: boolean;
  away_rank: number;
  late_rank: number;
  chronic_count: number;
  pupils: number;
};

const NOTHING: Counts = { recorded: 0, absent: 0, unexcused: 0, late: 0 };

function countsOf({ recorded, absent, unexcused, late }: Counts): Counts {
  return { recorded, absent, unexcused, late };
}

/** Adds up counts. */
export function sumOf(counts: readonly Counts[]): Counts {
  return counts.reduce(
    (sum, { recorded, absent, unexcused, late }) => ({
      recorded: sum.recorded + recorded,
      absent: sum.absent + absent,
      unexcused: sum.unexcused + unexcused,
      late: sum.late + late,
    }),
    NOTHING,
  );
}

function groupCells(cells: readonly Cell[]): Figures['classes'] {
  return [...Map.groupBy(cells, (cell) => cell.class)].flatMap(([id, own]) => {
    const [first] = own;
    if (first === undefined) return [];
    const { title, title_ar: titleAr, grade } = first;
    const weekdays = own.map((cell) => ({ weekday: cell.weekday, ...countsOf(cell) }));
    return [{ id, title, titleAr, grade, weekdays, ...sumOf(own) }];
  });
}

function gradesOf(cells: readonly Cell[]): Figures['grades'] {
  return [...Map.groupBy(cells, ({ grade }) => grade)].flatMap(([id, own]) => {
    const [first] = own;
    if (id === null || first === undefined) return [];
    return [{ id, title: first.grade_title ?? '', titleAr: first.grade_title_ar, ...sumOf(own) }];
  });
}

function pupilOf(row: PupilRow): PupilFigure {
  return {
    id: row.id,
    name: row.display_name,
    nameAr: row.display_name_ar,
    admissionNumber: row.admission_number,
    ...countsOf(row),
  };
}
