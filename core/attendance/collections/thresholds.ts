import type { CollectionAfterChangeHook, CollectionAfterDeleteHook, CollectionConfig } from 'payload';
import { publishEvents } from '../../jobs/index.ts';
import { SCHOOL_GROUPS } from '../../school/index.ts';
import {
  bilingual,
  currentScope,
  flagField,
  numberField,
  relationField,
  selectField,
  tenantCollection,
  textField,
  transactionOf,
} from '../../tenancy/index.ts';
import { RULES_CHANGED } from '../services/threshold-events.ts';

// Counted again for everybody after the change is there, and not inside it: a school has thousands of pupils.
const countAgain: CollectionAfterChangeHook & CollectionAfterDeleteHook = async ({ doc, req }) => {
  if (currentScope()?.kind !== 'tenant') return doc;
  await publishEvents(await transactionOf(req), [{ type: RULES_CHANGED, payload: {} }]);
  return doc;
};
const hooks = { afterChange: [countAgain], afterDelete: [countAgain] };

/** A set of steps: what is counted, over a year or a term, for which grades. */
export const AttendanceThresholdRules: CollectionConfig = tenantCollection({
  slug: 'attendance-threshold-rules',
  singular: ['Attendance threshold', 'حد الغياب'],
  plural: ['Attendance thresholds', 'حدود الغياب'],
  group: SCHOOL_GROUPS.attendance,
  resource: 'structure',
  hooks,
  admin: { useAsTitle: 'title', defaultColumns: ['title', 'titleAr', 'measure', 'period', 'active'] },
  fields: [
    textField('title', ['Title', 'العنوان'], { required: true }),
    textField('titleAr', ['Title in Arabic', 'العنوان بالعربية'], { required: true }),
    selectField(
      'measure',
      ['Counts', 'يحسب'],
      {
        unexcused_days: ['Days absent without excuse', 'أيام الغياب دون عذر'],
        absent_days: ['Days absent', 'أيام الغياب'],
        lates: ['Lates without excuse', 'مرات التأخر دون عذر'],
        attendance_percent: ['Attendance below a percentage', 'نسبة حضور أقل من حد'],
      },
      { required: true, defaultValue: 'unexcused_days' },
    ),
    selectField(
      'period',
      ['Counted over', 'خلال'],
      { year: ['The academic year', 'العام الدراسي'], term: ['The term', 'الفصل الدراسي'] },
      { required: true, defaultValue: 'year' },
    ),
    numberField(
      'latesPerDay',
      ['Lates that count as one day (0: none)', 'مرات التأخر التي تُحسب يومًا (0: لا تُحسب)'],
      {
        required: true,
        min: 0,
        max: 100,
        defaultValue: 0,
      },
    ),
    numberField('minDays', ['Percentage counts after so many days', 'تُحسب النسبة بعد عدد من الأيام'], {
      required: true,
      min: 1,
      max: 300,
      defaultValue: 20,
    }),
    relationField('gradeFrom', ['From grade', 'من الصف'], 'grade-levels', { index: false }),
    relationField('gradeTo', ['To grade', 'إلى الصف'], 'grade-levels', { index: false }),
    flagField('active', ['In use', 'معمول به'], true),
  ],
});

const letter = (name: string, label: [string, string]) => ({
  name,
  type: 'textarea' as const,
  maxLength: 4000,
  label: bilingual(label),
  admin: {
    description: bilingual([
      '{pupil}, {class}, {count}, {date}, {period} and {school} are filled in.',
      'تُملأ تلقائيًا: {pupil} و{class} و{count} و{date} و{period} و{school}.',
    ]),
  },
});

/** A step of a threshold: from which number on, and the letter to the family. */
export const AttendanceThresholdSteps: CollectionConfig = tenantCollection({
  slug: 'attendance-threshold-steps',
  singular: ['Attendance step', 'درجة حد الغياب'],
  plural: ['Attendance steps', 'درجات حدود الغياب'],
  group: SCHOOL_GROUPS.attendance,
  resource: 'structure',
  hooks,
  uniques: [['rule', 'code']],
  defaultSort: ['at', 'id'],
  admin: { useAsTitle: 'title', defaultColumns: ['rule', 'at', 'code', 'title', 'titleAr'] },
  fields: [
    relationField('rule', ['Threshold', 'الحد'], 'attendance-threshold-rules', { required: true }),
    numberField('at', ['Reached at', 'يُبلغ عند'], { required: true, min: 1, max: 1000 }),
    textField('code', ['Code', 'الرمز'], { required: true, maxLength: 40 }),
    textField('title', ['Title', 'العنوان'], { required: true }),
    textField('titleAr', ['Title in Arabic', 'العنوان بالعربية'], { required: true }),
    letter('letterText', ['Letter', 'نص الخطاب']),
    letter('letterTextAr', ['Letter in Arabic', 'نص الخطاب بالعربية']),
    flagField('mailGuardians', ['Mail the guardians', 'مراسلة أولياء الأمور بالبريد'], true),
  ],
});
