import { FILL_HOMEROOM_DAYS } from '../../attendance/index.ts';
import { countPupils } from '../../attendance/worker.ts';
import { plainDateIn } from '../../kernel/index.ts';
import type { Queryable } from '../../tenancy/index.ts';
import type { Activity } from './demo-activity.ts';
import { insertRows, stamp } from './insert-rows.ts';

/** Steps as a ministry once set them for absence without excuse; every school chooses its own. */
const STEPS = [
  [3, 'reminder', 'Reminder', 'تذكير'],
  [7, 'first-test', 'Barred from the first test', 'الحرمان من الاختبار الأول'],
  [10, 'second-test', 'Barred from the second test', 'الحرمان من الاختبار الثاني'],
  [13, 'third-test', 'Barred from the third test', 'الحرمان من الاختبار الثالث'],
  [15, 'first-term-exam', 'Barred from the first-term exam', 'الحرمان من اختبار الفصل الأول'],
] as const;

const LETTER = {
  en: 'Dear parents,\n{pupil} of class {class} was absent without excuse on {count} days of {period} by {date}.\nPlease hand in an excuse or come to the school office.\nWith kind regards, {school}',
  ar: 'ولي الأمر الكريم،\nبلغ غياب {pupil} من الشعبة {class} دون عذر {count} أيام خلال {period} حتى {date}.\nنرجو تقديم عذر أو مراجعة إدارة المدرسة.\nمع التقدير، {school}',
};

/** The days of the registers, thresholds with their steps and who reached them, and two excuses that wait. */
export async function insertAttendance(
  client: Queryable,
  { id, pupils, today }: Pick<Activity, 'id' | 'pupils' | 'today'>,
): Promise<void> {
  const dayOf = (back: number) => plainDateIn('UTC', today.getTime() - back * 86_400_000);
  await client.query(FILL_HOMEROOM_DAYS, [dayOf(14), dayOf(0)]);
  await insertRows(client, 'attendance_threshold_rules', [
    stamp({
      id: id('threshold', 'unexcused'),
      title: 'Absence without excuse',
      title_ar: 'الغياب دون عذر',
      measure: 'unexcused_days',
      period: 'year',
      lates_per_day: 5,
      min_days: 20,
      active: true,
    }),
    stamp({
      id: id('threshold', 'percent'),
      title: 'Attendance for the final exams',
      title_ar: 'نسبة الحضور لدخول الاختبارات النهائية',
      measure: 'attendance_percent',
      period: 'year',
      lates_per_day: 0,
      min_days: 40,
      active: true,
    }),
  ]);
  const step = (rule: string, at: number, [code, title, title_ar]: readonly [string, string, string]) =>
    stamp({
      id: id('step', `${rule}:${code}`),
      rule_id: id('threshold', rule),
      ...{
        at,
        code,
        title,
        title_ar,
        letter_text: LETTER.en,
        letter_text_ar: LETTER.ar,
        mail_guardians: true,
      },
    });
  await insertRows(client, 'attendance_threshold_steps', [
    ...STEPS.map(([at, ...words]) => step('unexcused', at, words)),
    step('percent', 80, ['finals', 'Below 80 percent', 'أقل من 80 بالمئة']),
  ]);
  const excuses = [
    [pupils[0], 1, 1, 'Visit to the dentist'],
    [pupils[45], 9, 2, 'سفر عائلي طارئ'],
  ] as const;
  await insertRows(
    client,
    'attendance_excuses',
    excuses.map(([pupil, from, until, reason], index) =>
      stamp({
        id: id('excuse', index),
        student_id: pupil?.id,
        guardian_id: pupil?.parents[0]?.id,
        first_date: dayOf(from),
        last_date: dayOf(until),
        reason,
      }),
    ),
  );
  await countPupils(
    client,
    pupils.map((pupil) => pupil.id),
    [dayOf(0)],
  );
}
