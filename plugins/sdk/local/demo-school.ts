import type {
  AttendanceRecord,
  CapabilityOutput,
  GuardianRecord,
  ResultRecord,
  StudentRecord,
} from '../contract/capabilities/table.ts';
import { BOYS, FAMILIES, GIRLS, SUBJECTS } from './demo-names.ts';
import { createRandom, demoId } from './demo-values.ts';

type Complete<Item> = { [Key in keyof Item]-?: Exclude<Item[Key], undefined> };
export type StructureRecord = CapabilityOutput<'structure.read'>['items'][number];
export type StructureKind =
  | 'academicYears'
  | 'terms'
  | 'gradeLevels'
  | 'classrooms'
  | 'subjects'
  | 'classOfferings';

/** A school for trying plugins: the same people at every start. Ids are fixed, so that tests can name them. */
export type DemoSchool = {
  profile: { name: string; nameAr: string; language: 'en' | 'ar'; timeZone: string; weekendDays: number[] };
  students: Complete<StudentRecord>[];
  guardians: Complete<GuardianRecord>[];
  attendance: Complete<AttendanceRecord>[];
  results: Complete<ResultRecord>[];
  structure: Record<StructureKind, StructureRecord[]>;
  /** Roles that a note can be sent to. */
  roles: string[];
};

const PUPILS_PER_CLASS = 14;
const GRADES = [
  ['G7', 'Grade 7', 'الصف السابع'],
  ['G8', 'Grade 8', 'الصف الثامن'],
  ['G9', 'Grade 9', 'الصف التاسع'],
] as const;

/** Makes the school as it is on `today` (a day such as 2026-11-22), with thirty days of register behind it. */
export function createDemoSchool(today: string): DemoSchool {
  const structure = makeStructure();
  const [students, guardians] = makePeople(structure);
  return {
    profile: {
      name: 'Al Noor Demo School',
      nameAr: 'مدرسة النور التجريبية',
      language: 'en',
      timeZone: 'Asia/Qatar',
      weekendDays: [5, 6],
    },
    students,
    guardians,
    attendance: makeAttendance(students, today),
    results: makeResults(students, structure),
    structure,
    roles: ['school-admin', 'principal', 'teacher'],
  };
}

const blank = { academicYearId: null, gradeLevelId: null, startDate: null, endDate: null, isCurrent: true };

function makeStructure(): DemoSchool['structure'] {
  const year = demoId('year', 1);
  const terms: [string, string, string, string][] = [
    ['First term', 'الفصل الأول', '2026-08-30', '2027-01-14'],
    ['Second term', 'الفصل الثاني', '2027-01-24', '2027-06-17'],
  ];
  const gradeLevels = GRADES.map(([code, title, titleAr], index) => ({
    ...blank,
    id: demoId('grade', index + 1),
    code,
    title,
    titleAr,
  }));
  const classrooms = gradeLevels.flatMap((grade, index) =>
    ['A', 'B'].map((letter, place) => ({
      ...blank,
      id: demoId('classroom', index * 2 + place + 1),
      code: `${index + 7}-${letter}`,
      title: `${index + 7}-${letter}`,
      titleAr: `${index + 7}-${letter === 'A' ? 'أ' : 'ب'}`,
      academicYearId: year,
      gradeLevelId: grade.id,
    })),
  );
  const subjects = SUBJECTS.map(([code, title, titleAr], index) => ({
    ...blank,
    id: demoId('subject', index + 1),
    code,
    title,
    titleAr,
  }));
  return {
    academicYears: [
      {
        ...blank,
        id: year,
        code: '2026-27',
        title: '2026/27',
        titleAr: null,
        startDate: '2026-08-30',
        endDate: '2027-06-17',
      },
    ],
    terms: terms.map(([title, titleAr, startDate, endDate], index) => ({
      id: demoId('term', index + 1),
      code: `T${index + 1}`,
      title,
      titleAr,
      academicYearId: year,
      gradeLevelId: null,
      startDate,
      endDate,
      isCurrent: index === 0,
    })),
    gradeLevels,
    classrooms,
    subjects,
    classOfferings: classrooms.flatMap((room, roomIndex) =>
      subjects.map((subject, index) => ({
        ...blank,
        id: demoId('offering', roomIndex * SUBJECTS.length + index + 1),
        code: `${room.code}-${subject.code}`,
        title: `${subject.title} ${room.title}`,
        titleAr: `${subject.titleAr} ${room.titleAr}`,
        academicYearId: year,
        gradeLevelId: room.gradeLevelId,
      })),
    ),
  };
}

function makePeople(structure: DemoSchool['structure']): [DemoSchool['students'], DemoSchool['guardians']] {
  const students: DemoSchool['students'] = [];
  const guardians: DemoSchool['guardians'] = [];
  for (const [roomIndex, room] of structure.classrooms.entries()) {
    const grade = structure.gradeLevels.find(({ id }) => id === room.gradeLevelId);
    for (let place = 0; place < PUPILS_PER_CLASS; place += 1) {
      const number = roomIndex * PUPILS_PER_CLASS + place + 1;
      const isGirl = number % 2 === 0;
      const [given, givenAr] = pick(isGirl ? GIRLS : BOYS, number >> 1);
      const [family, familyAr] = pick(FAMILIES, number);
      const id = demoId('student', number);
      students.push({
        id,
        givenName: given,
        familyName: family,
        displayName: `${given} ${family}`,
        // Some schools keep no Arabic name; plugins must do without.
        displayNameAr: number % 13 === 0 ? null : `${givenAr} ${familyAr}`,
        admissionNumber: `A${1000 + number}`,
        birthDate: `${2014 - (roomIndex >> 1)}-${pad((number % 12) + 1)}-${pad((number % 28) + 1)}`,
        sex: isGirl ? 'female' : 'male',
        gradeLevel: grade?.code ?? null,
        gradeLevelId: room.gradeLevelId,
        classroom: room.title,
        classroomId: room.id,
      });
      guardians.push(...guardiansOf({ number, id, family, familyAr }));
    }
  }
  return [students, guardians];
}

function guardiansOf(pupil: {
  number: number;
  id: string;
  family: string;
  familyAr: string;
}): DemoSchool['guardians'] {
  const { number, id, family, familyAr } = pupil;
  const parents = [
    { relation: 'father', names: pick(BOYS, number + 3), order: 1 },
    { relation: 'mother', names: pick(GIRLS, number + 5), order: 2 },
  ];
  return parents.map(({ relation, names: [given, givenAr], order }) => ({
    id: demoId(relation === 'father' ? 'father' : 'mother', number),
    studentId: id,
    givenName: given,
    familyName: family,
    displayName: `${given} ${family}`,
    displayNameAr: `${givenAr} ${familyAr}`,
    relation,
    language: (number + order) % 3 === 0 ? 'en' : 'ar',
    phone: number % 17 === 0 && order === 2 ? null : `+9745555${String(number * 2 + order).padStart(4, '0')}`,
    email: number % 5 === 0 ? null : `${relation}.${number}@example.com`,
    contactOrder: order,
    smsAllowed: number % 7 !== 0 && !(number % 17 === 0 && order === 2),
  }));
}

function makeAttendance(students: DemoSchool['students'], today: string): DemoSchool['attendance'] {
  const random = createRandom(22);
  const rows: DemoSchool['attendance'] = [];
  for (const date of schoolDays(today, 30)) {
    for (const student of students) {
      const chance = random();
      const [code, status] =
        chance < 0.05 ? ['A', 'absent'] : chance < 0.09 ? ['L', 'late'] : ['P', 'present'];
      rows.push({
        id: demoId('mark', rows.length + 1),
        studentId: student.id,
        date,
        code,
        status,
        classroomId: student.classroomId,
        note: code === 'L' ? 'Bus was late' : null,
      });
    }
  }
  return rows;
}

function makeResults(
  students: DemoSchool['students'],
  structure: DemoSchool['structure'],
): DemoSchool['results'] {
  const random = createRandom(11);
  return students.flatMap((student, number) =>
    structure.subjects.map((subject, index) => {
      const isMissing = (number + index) % 19 === 0;
      return {
        id: demoId('result', number * SUBJECTS.length + index + 1),
        studentId: student.id,
        examId: demoId('exam', index + 1),
        examTitle: `${subject.title}, first exam`,
        subject: subject.title,
        subjectId: subject.id,
        date: '2026-10-18',
        score: isMissing ? null : Math.round(10 + random() * 30),
        maxScore: 40,
        status: isMissing ? 'absent' : 'graded',
        comment: null,
      };
    }),
  );
}

/** The last `count` school days up to `today`, oldest first. */
function schoolDays(today: string, count: number): string[] {
  const days: string[] = [];
  for (let at = Date.parse(today); days.length < count; at -= 86_400_000) {
    const weekday = new Date(at).getUTCDay();
    if (weekday !== 5 && weekday !== 6) days.unshift(new Date(at).toISOString().slice(0, 10));
  }
  return days;
}

const pad = (number: number) => String(number).padStart(2, '0');

type Name = readonly [latin: string, arabic: string];

function pick(names: readonly Name[], index: number): Name {
  return names[index % names.length] ?? ['Noor', 'نور'];
}
