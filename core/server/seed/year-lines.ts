import { numbersOf, schoolIds } from './school-rows.ts';
import { pupilsOf, type SchoolPlan, subjectsOf, type YearPlan } from './seed-plan.ts';
import { datedIdSeries, mix, normal, numberSeries, share } from './series.ts';

/** Rows of one table as COPY reads them, in pieces of some ten thousand characters. */
export type TableLines = { table: string; columns: string[]; pieces: Iterable<Piece> };
export type Piece = { text: string; rows: number };

const PIECE_CHARACTERS = 60_000;
const KINDS = ['quiz', 'midterm', 'quiz', 'final'] as const;
const TOTALS = { quiz: 20, midterm: 40, final: 100 };
const TITLES = { quiz: 'quiz', midterm: 'mid-term', final: 'final' };

type SeedExam = { id: string; classIndex: number; subject: number; order: number; date: string };

/** The memberships, exams and results of one year of a school, and the registers of the last one. */
export function yearLines(plan: SchoolPlan, yearIndex: number): TableLines[] {
  const isLast = yearIndex === plan.years.length - 1;
  const exams = examsOf(plan, yearIndex);
  return [
    {
      table: 'class_members',
      columns: ['id', 'tenant_id', 'class_offering_id', 'student_id', 'created_at', 'updated_at'],
      pieces: inPieces(memberLines(plan, yearIndex)),
    },
    {
      table: 'exams',
      columns: [
        ...[
          'id',
          'tenant_id',
          'title',
          'subject_id',
          'classroom_id',
          'class_offering_id',
          'academic_year_id',
        ],
        ...['term_id', 'type', 'total_marks', 'date', 'published_at', 'created_at', 'updated_at'],
      ],
      pieces: inPieces(examLines(plan, yearIndex, exams)),
    },
    {
      table: 'exam_results',
      columns: [
        ...['id', 'tenant_id', 'student_id', 'exam_id', 'academic_year_id', 'date', 'score_hundredths'],
        ...['status', 'created_at', 'updated_at'],
      ],
      pieces: inPieces(resultLines(plan, yearIndex, exams)),
    },
    ...(isLast && plan.size.attendanceDays > 0 ? attendanceTables(plan) : []),
  ];
}

/** The exams of a year in the order of their dates, as a school writes them: so lie the results in the table. */
function examsOf(plan: SchoolPlan, yearIndex: number): SeedExam[] {
  const { subjects, exams } = plan.size;
  const { days } = yearAt(plan, yearIndex);
  const ids = schoolIds(plan);
  const number = numbersOf(plan);
  const draw = numberSeries(`${plan.key}:exam-day`);
  const list: SeedExam[] = [];
  for (let classIndex = 0; classIndex < plan.classes; classIndex += 1)
    for (let subject = 0; subject < subjects; subject += 1)
      for (let order = 0; order < exams; order += 1) {
        const at = number.exam(yearIndex, classIndex, subject, order);
        const day = Math.floor(((order + share(draw(at))) / exams) * days.length);
        list.push({ id: ids.exam(at), classIndex, subject, order, date: days[day] ?? days[0] ?? '' });
      }
  return list.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}

function* memberLines(plan: SchoolPlan, yearIndex: number): Generator<string> {
  const { subjects, students } = plan.size;
  const ids = schoolIds(plan);
  const number = numbersOf(plan);
  const created = `${yearAt(plan, yearIndex).start} 05:00:00+00`;
  for (let classIndex = 0; classIndex < plan.classes; classIndex += 1) {
    const [from, until] = pupilsOf(plan, classIndex);
    for (let subject = 0; subject < subjects; subject += 1) {
      const offering = ids.offering(number.offering(yearIndex, classIndex, subject));
      for (let student = from; student < until; student += 1) {
        const id = ids.member((yearIndex * subjects + subject) * students + student);
        yield `${id}\t${plan.tenantId}\t${offering}\t${ids.student(student)}\t${created}\t${created}\n`;
      }
    }
  }
}

function* examLines(plan: SchoolPlan, yearIndex: number, exams: SeedExam[]): Generator<string> {
  const year = yearAt(plan, yearIndex);
  const ids = schoolIds(plan);
  const number = numbersOf(plan);
  const subjects = subjectsOf(plan);
  const created = `${year.start} 05:00:00+00`;
  for (const { id, classIndex, subject, order, date } of exams) {
    const kind = kindOf(order);
    const term = year.terms.find(({ end }) => date <= end) ?? year.terms[0];
    const title = `${subjects[subject]?.[1]} ${TITLES[kind]} ${Math.floor(order / 2) + 1}`;
    const where = [
      ids.subject(subject),
      ids.classroom(number.classroom(yearIndex, classIndex)),
      ids.offering(number.offering(yearIndex, classIndex, subject)),
    ];
    yield `${[id, plan.tenantId, title, ...where, year.id, term?.id, kind, TOTALS[kind], date, `${date} 11:00:00+00`, created, created].join('\t')}\n`;
  }
}

function* resultLines(plan: SchoolPlan, yearIndex: number, exams: SeedExam[]): Generator<string> {
  const year = yearAt(plan, yearIndex);
  const pupils = Array.from({ length: plan.size.students }, (_, index) => schoolIds(plan).student(index));
  const skills = skillsOf(plan);
  const id = datedIdSeries(`${plan.key}:result:${year.first}`);
  const draw = numberSeries(`${plan.key}:mark:${year.first}`);
  let row = 0;
  for (const exam of exams) {
    const total = TOTALS[kindOf(exam.order)];
    const created = `${exam.date} 11:00:00+00`;
    const moment = Date.parse(`${exam.date}T11:00:00Z`);
    const same = `${exam.id}\t${year.id}\t${exam.date}`;
    const hard = normal(mix(draw(0x40000000 + row))) * 0.05;
    const [from, until] = pupilsOf(plan, exam.classIndex);
    for (let student = from; student < until; student += 1) {
      const number = draw(row);
      const status = statusOf(number);
      const hasScore = status === 'graded' || status === 'late';
      const level = skills(student, exam.subject) + hard + normal(mix(number)) * 0.07;
      // Half marks, as teachers give them.
      const score = hasScore ? Math.round(Math.min(1, Math.max(0, level)) * total * 2) * 50 : '\\N';
      yield `${id(row, moment)}\t${plan.tenantId}\t${pupils[student]}\t${same}\t${score}\t${status}\t${created}\t${created}\n`;
      row += 1;
    }
  }
}

// What share of the marks a pupil tends to get in a subject: how able the pupil is, and at this subject; how hard the subject.
function skillsOf(plan: SchoolPlan): (student: number, subject: number) => number {
  const ability = numberSeries(`${plan.key}:ability`);
  const subjects = subjectsOf(plan);
  const kept = Float64Array.from(
    { length: plan.size.students },
    (_, student) => 0.74 + normal(ability(student)) * 0.13,
  );
  return (student, subject) =>
    (kept[student] ?? 0.7) +
    (subjects[subject]?.[3] ?? 0) +
    normal(ability((subject + 1) * 1_000_003 + student)) * 0.06;
}

function statusOf(number: number): string {
  const part = number % 1000;
  if (part < 975) return 'graded';
  if (part < 983) return 'missing';
  if (part < 988) return 'exempt';
  return part < 995 ? 'late' : 'incomplete';
}

function attendanceTables(plan: SchoolPlan): TableLines[] {
  const yearIndex = plan.years.length - 1;
  const days = yearAt(plan, yearIndex).days.slice(-plan.size.attendanceDays);
  return [
    {
      table: 'attendance_registers',
      columns: ['id', 'tenant_id', 'date', 'classroom_id', 'revision', 'created_at', 'updated_at'],
      pieces: inPieces(registerLines(plan, days)),
    },
    {
      table: 'attendance',
      columns: [
        ...['id', 'tenant_id', 'student_id', 'date', 'classroom_id', 'code', 'status', 'minutes'],
        ...['created_at', 'updated_at'],
      ],
      pieces: inPieces(attendanceLines(plan, days)),
    },
  ];
}

function* registerLines(plan: SchoolPlan, days: string[]): Generator<string> {
  const ids = schoolIds(plan);
  const number = numbersOf(plan);
  for (const [order, date] of days.entries())
    for (let index = 0; index < plan.classes; index += 1) {
      const classroom = ids.classroom(number.classroom(plan.years.length - 1, index));
      const created = `${date} 04:30:00+00`;
      yield `${ids.register(order * plan.classes + index)}\t${plan.tenantId}\t${date}\t${classroom}\t1\t${created}\t${created}\n`;
    }
}

function* attendanceLines(plan: SchoolPlan, days: string[]): Generator<string> {
  const ids = schoolIds(plan);
  const number = numbersOf(plan);
  const pupils = Array.from({ length: plan.size.students }, (_, index) => ids.student(index));
  const id = datedIdSeries(`${plan.key}:attendance`);
  const draw = numberSeries(`${plan.key}:presence`);
  const habit = numberSeries(`${plan.key}:habit`);
  let row = 0;
  for (const date of days) {
    const created = `${date} 04:30:00+00`;
    const moment = Date.parse(`${date}T04:30:00Z`);
    for (let index = 0; index < plan.classes; index += 1) {
      const classroom = ids.classroom(number.classroom(plan.years.length - 1, index));
      const [from, until] = pupilsOf(plan, index);
      for (let student = from; student < until; student += 1) {
        // One pupil in eight is away or late three times as often as the others.
        const often = share(habit(student)) < 0.125 ? 3 : 1;
        const mark = markOf(share(draw(row)) / often);
        yield `${id(row, moment)}\t${plan.tenantId}\t${pupils[student]}\t${date}\t${classroom}\t${mark}\t${created}\t${created}\n`;
        row += 1;
      }
    }
  }
}

// Code, status and minutes, as COPY reads them.
function markOf(drawn: number): string {
  if (drawn < 0.02) return 'A\tabsent\t\\N';
  if (drawn < 0.028) return 'E\tabsent\t\\N';
  if (drawn < 0.045) return `L\tlate\t${5 + (Math.floor(drawn * 1000) % 25)}`;
  return drawn < 0.048 ? 'LE\tleft_early\t60' : 'P\tpresent\t\\N';
}

function* inPieces(lines: Iterable<string>): Generator<Piece> {
  let text = '';
  let rows = 0;
  for (const line of lines) {
    text += line;
    rows += 1;
    if (text.length >= PIECE_CHARACTERS) {
      yield { text, rows };
      text = '';
      rows = 0;
    }
  }
  if (rows > 0) yield { text, rows };
}

function kindOf(order: number): (typeof KINDS)[number] {
  return KINDS[order % KINDS.length] ?? 'quiz';
}

function yearAt(plan: SchoolPlan, index: number): YearPlan {
  const year = plan.years[index];
  if (!year) throw new Error(`The plan has no year ${index}.`);
  return year;
}
