import { createWriteStream, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { csvOf, manifestOf } from '../../../core/interop/oneroster/testing/make-package.ts';
import {
  enrollment,
  role,
  schoolClass,
  session,
  user,
} from '../../../core/interop/oneroster/testing/small-school.ts';

export type PackageSize = { students: number; years: number; subjects: number; exams: number };

const PUPILS_A_CLASS = 31;
const FIRST_YEAR = 2023;

/** Writes a OneRoster 1.2 folder of a school with its results of some years, row by row. Returns how many results. */
export async function writePackage(folder: string, size: PackageSize): Promise<number> {
  const classes = Math.ceil(size.students / PUPILS_A_CLASS);
  const years = range(size.years);
  const subjects = range(size.subjects);
  const write = (name: string, rows: Record<string, string>[]) =>
    writeFileSync(path.join(folder, `${name}.csv`), csvOf('1.2', name, rows));
  const named = (year: number, aClass: number, subject: number) => `c-${year}-${aClass}-${subject}`;
  const files = [
    'orgs',
    'academicSessions',
    'courses',
    'classes',
    'users',
    'roles',
    'enrollments',
    'categories',
    'lineItems',
  ];
  writeFileSync(
    path.join(folder, 'manifest.csv'),
    manifestOf('1.2', Object.fromEntries([...files, 'results'].map((file) => [file, 'bulk']))),
  );
  write('orgs', [{ sourcedId: 'sch-1', name: 'Bench', type: 'school' }]);
  write(
    'academicSessions',
    years.map((year) => ({
      ...session(
        `y-${year}`,
        'schoolYear',
        `${FIRST_YEAR + year}-08-31`,
        `${FIRST_YEAR + year + 1}-06-19`,
        '',
      ),
      schoolYear: String(FIRST_YEAR + year + 1),
    })),
  );
  write('courses', [
    { sourcedId: 'hr', title: 'Homeroom', orgSourcedId: 'sch-1' },
    ...subjects.map((subject) => ({
      sourcedId: `s-${subject}`,
      title: `Subject ${subject}`,
      orgSourcedId: 'sch-1',
    })),
  ]);
  write(
    'classes',
    years.flatMap((year) =>
      range(classes).flatMap((aClass) => [
        schoolClass(`h-${year}-${aClass}`, `Class ${aClass}`, 'homeroom', 'hr', {
          grades: '09',
          termSourcedIds: `y-${year}`,
        }),
        ...subjects.map((subject) =>
          schoolClass(
            named(year, aClass, subject),
            `Lesson ${aClass} ${subject}`,
            'scheduled',
            `s-${subject}`,
            {
              grades: '09',
              termSourcedIds: `y-${year}`,
            },
          ),
        ),
      ]),
    ),
  );
  const pupils = range(size.students);
  write(
    'users',
    pupils.map((pupil) => user(`p-${pupil}`, 'Given', `Family ${pupil}`, { identifier: `P${pupil}` })),
  );
  write(
    'roles',
    pupils.map((pupil) => role(`p-${pupil}`, 'student')),
  );
  const classOf = (pupil: number) => Math.floor(pupil / PUPILS_A_CLASS);
  write(
    'enrollments',
    years.flatMap((year) =>
      pupils.map((pupil) =>
        enrollment(`e-${year}-${pupil}`, `h-${year}-${classOf(pupil)}`, `p-${pupil}`, 'student'),
      ),
    ),
  );
  write('categories', [{ sourcedId: 'tests', title: 'Tests' }]);
  write(
    'lineItems',
    years.flatMap((year) =>
      range(classes).flatMap((aClass) =>
        subjects.flatMap((subject) =>
          range(size.exams).map((exam) => ({
            sourcedId: `l-${year}-${aClass}-${subject}-${exam}`,
            title: `Test ${exam + 1}`,
            assignDate: dayOf(year, exam),
            dueDate: dayOf(year, exam),
            classSourcedId: named(year, aClass, subject),
            categorySourcedId: 'tests',
            academicSessionSourcedId: `y-${year}`,
            ...{ resultValueMin: '0', resultValueMax: '20', schoolSourcedId: 'sch-1' },
          })),
        ),
      ),
    ),
  );
  let results = 0;
  function* lines() {
    const header = csvOf('1.2', 'results', []);
    yield header;
    const names = header.trim().split(',');
    for (const year of years)
      for (const pupil of pupils)
        for (const subject of subjects)
          for (const exam of range(size.exams)) {
            const values: Record<string, string> = {
              sourcedId: `r-${results}`,
              lineItemSourcedId: `l-${year}-${classOf(pupil)}-${subject}-${exam}`,
              studentSourcedId: `p-${pupil}`,
              scoreStatus: 'fully graded',
              score: String(8 + (results % 25) / 2),
              scoreDate: dayOf(year, exam),
            };
            results += 1;
            yield `${names.map((name) => values[name] ?? '').join(',')}\n`;
          }
  }
  await pipeline(Readable.from(lines()), createWriteStream(path.join(folder, 'results.csv')));
  return results;
}

function dayOf(year: number, exam: number): string {
  return `${FIRST_YEAR + year}-${String(9 + (exam % 4)).padStart(2, '0')}-15`;
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
