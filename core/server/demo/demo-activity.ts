import { plainDateIn } from '../../kernel/index.ts';
import type { Queryable } from '../../tenancy/index.ts';
import { insertMarks } from './demo-marks.ts';
import { type demoPupils, seededRandom } from './demo-people.ts';
import { insertRows, range, stamp } from './insert-rows.ts';
import { ARABIC_GRADES, GRADES } from './names.ts';

export type Activity = {
  id: (kind: string, key: string | number) => string;
  year: string;
  term: string;
  pupils: ReturnType<typeof demoPupils>;
  today: Date;
};

/** The place of the pupil who is away most. */
const OFTEN_AWAY = 45;

/** Two weeks of registers, the marks of a term so far, half a year of fees, and one announcement. */
export async function insertActivity(
  client: Queryable,
  { id, year, term, pupils, today }: Activity,
): Promise<void> {
  const random = seededRandom(pupils.length + today.getUTCDate());
  const days = range(14)
    .map((back) => new Date(today.getTime() - back * 86_400_000))
    .filter((day) => ![5, 6].includes(day.getUTCDay()))
    .map((day) => plainDateIn('UTC', day));
  await insertRows(
    client,
    'attendance_registers',
    days.flatMap((date) =>
      range(GRADES).map((grade) =>
        stamp({
          id: id('register', `${date}:${grade}`),
          date,
          classroom_id: id('class', grade),
          revision: 1,
        }),
      ),
    ),
  );
  await insertRows(
    client,
    'attendance',
    days.flatMap((date) =>
      pupils.map((pupil) => {
        // One pupil is hardly ever there, so that the pages of attendance have something to say.
        const draw = pupil === pupils[OFTEN_AWAY] ? 0 : random();
        const [code, status] = draw < 0.04 ? ['A', 'absent'] : draw < 0.07 ? ['L', 'late'] : ['P', 'present'];
        return stamp({
          id: id('mark', `${date}:${pupil.number}`),
          student_id: pupil.id,
          date,
          classroom_id: id('class', pupil.grade),
          code,
          status,
        });
      }),
    ),
  );
  const date = days.at(-1) ?? plainDateIn('UTC', today);
  await insertMarks(client, { id, year, term, pupils, today, random });
  await insertRows(
    client,
    'fee_structures',
    range(GRADES).map((grade) =>
      stamp({
        id: id('fee', grade),
        title: `Tuition grade ${grade}`,
        title_ar: `رسوم الصف ${ARABIC_GRADES[grade - 1]}`,
        academic_year_id: year,
        grade_level_id: id('grade', grade),
        amount_minor: 2_400_000 + grade * 150_000,
      }),
    ),
  );
  await insertRows(
    client,
    'invoices',
    pupils.map((pupil, index) =>
      stamp({
        id: id('invoice', pupil.number),
        number: `INV-${1000 + index}`,
        student_id: pupil.id,
        fee_structure_id: id('fee', pupil.grade),
        amount_minor: (2_400_000 + pupil.grade * 150_000) / 2,
        issue_date: date,
        due_date: plainDateIn('UTC', today.getTime() + 30 * 86_400_000),
        status: index % 3 === 0 ? 'paid' : 'open',
      }),
    ),
  );
  await insertRows(
    client,
    'payments',
    pupils.flatMap((pupil, index) =>
      index % 3 === 0
        ? [
            stamp({
              id: id('payment', pupil.number),
              receipt_number: `R-${1000 + index}`,
              invoice_id: id('invoice', pupil.number),
              student_id: pupil.id,
              amount_minor: (2_400_000 + pupil.grade * 150_000) / 2,
              paid_on: date,
              method: 'transfer',
            }),
          ]
        : [],
    ),
  );
  await insertRows(client, 'announcements', [
    stamp({
      id: id('news', 1),
      title: 'Parents’ evening',
      title_ar: 'لقاء أولياء الأمور',
      body: 'We look forward to seeing you on Tuesday at 17:00 in the main hall.',
      body_ar: 'يسرّنا لقاؤكم يوم الثلاثاء الساعة 17:00 في القاعة الرئيسية.',
    }),
  ]);
}
