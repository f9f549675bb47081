import { SCHOOL_NAMES, SEED_GRADES, SEED_SUBJECTS } from './seed-names.ts';
import { idSeries, pick } from './series.ts';

const DAY_MS = 86_400_000;
/** Friday and Saturday. */
const WEEKEND = [5, 6];

export type SeedSize = {
  schools: number;
  /** Pupils of each school. */
  students: number;
  years: number;
  subjects: number;
  /** Exams of one subject in one class and year. */
  exams: number;
  /** School days of the last year with a register of every class. */
  attendanceDays: number;
  /** Other seeds give other people and marks. */
  seed: number;
  /** The day (YYYY-MM-DD) the last year has come to. */
  today: string;
};

export type YearPlan = {
  id: string;
  /** The calendar year it begins in. */
  first: number;
  start: string;
  end: string;
  terms: { id: string; title: string; start: string; end: string }[];
  /** The school days so far. */
  days: string[];
};

/** One school before any row of it: everything in it follows from this. */
export type SchoolPlan = {
  key: string;
  tenantId: string;
  subdomain: string;
  name: string;
  nameAr: string;
  locale: 'ar' | 'en';
  size: SeedSize;
  years: YearPlan[];
  classes: number;
  /** Classes that move up together; the pupils of the youngest began in kindergarten. */
  cohorts: number;
  teachers: number;
};

/** Twelve grades and kindergarten: with more years nobody would be there for all of them. */
export const MOST_YEARS = 8;

/** The school with a number (from 1) of a seed. */
export function planSchool(size: SeedSize, number: number): SchoolPlan {
  const key = `seed:${size.seed}:${number}`;
  const id = idSeries(`${key}:school`);
  const round = Math.floor((number - 1) / SCHOOL_NAMES.length) + 1;
  const [latin, arabic] = pick(SCHOOL_NAMES, number - 1);
  const classes = Math.max(1, Math.round(size.students / 31.25));
  return {
    key,
    tenantId: id(0),
    subdomain: `seed${size.seed}-${String(number).padStart(2, '0')}`,
    name: round === 1 ? latin : `${latin} ${round}`,
    nameAr: round === 1 ? arabic : `${arabic} ${round}`,
    locale: number % 2 === 1 ? 'ar' : 'en',
    size,
    years: planYears(size, key),
    classes,
    cohorts: Math.min(classes, SEED_GRADES.length - size.years + 1),
    teachers: Math.max(3, Math.round((size.students * 120) / 2500)),
  };
}

function planYears({ years, today }: SeedSize, key: string): YearPlan[] {
  const id = idSeries(`${key}:year`);
  const thisYear = Number(today.slice(0, 4));
  // A year that has only begun would have its marks of a year in a few days.
  const last = today >= `${thisYear}-10-01` ? thisYear : thisYear - 1;
  return Array.from({ length: years }, (_, index) => {
    const first = last - years + 1 + index;
    const [start, end] = [`${first}-08-30`, `${first + 1}-06-24`];
    return {
      id: id(first),
      first,
      start,
      end,
      terms: [
        { id: id(first + 10_000), title: 'Semester 1', start, end: `${first}-12-24` },
        { id: id(first + 20_000), title: 'Semester 2', start: `${first + 1}-01-03`, end },
      ],
      days: schoolDays(start, today < end ? today : end),
    };
  });
}

function schoolDays(start: string, end: string): string[] {
  const days: string[] = [];
  for (let day = Date.parse(start); day <= Date.parse(end); day += DAY_MS) {
    const date = new Date(day);
    const text = date.toISOString().slice(0, 10);
    const isHoliday = text.slice(5) > '12-24' || text.slice(5) < '01-03';
    if (!isHoliday && !WEEKEND.includes(date.getUTCDay())) days.push(text);
  }
  return days;
}

/** The cohort of a class, from the youngest. */
export function cohortOf({ cohorts, classes }: SchoolPlan, classIndex: number): number {
  return Math.floor((classIndex * cohorts) / classes);
}

/** Where in the list of grades a class is in a year: one further than the year before. */
export function gradeOf(plan: SchoolPlan, classIndex: number, yearIndex: number): number {
  return cohortOf(plan, classIndex) + yearIndex;
}

/** The pupils of a class: from the first up to, and without, the second index. */
export function pupilsOf({ size, classes }: SchoolPlan, classIndex: number): [from: number, until: number] {
  const edge = (index: number) => Math.ceil((index * size.students) / classes);
  return [edge(classIndex), edge(classIndex + 1)];
}

/** The subjects of a school. */
export function subjectsOf({ size }: SchoolPlan): readonly (typeof SEED_SUBJECTS)[number][] {
  return SEED_SUBJECTS.slice(0, size.subjects);
}

/** How many results a seed of this size writes. */
export function resultsOf({ schools, students, years, subjects, exams }: SeedSize): number {
  return schools * students * years * subjects * exams;
}
