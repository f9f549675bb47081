import type { CollectionConfig } from 'payload';
import {
  dateField,
  flagField,
  numberField,
  type Pair,
  relationField,
  selectField,
  tenantCollection,
  textField,
} from '../../tenancy/index.ts';
import { keepOneDefault, keepSpansApart } from '../services/calendar-hooks.ts';
import { clockField } from './clock-field.ts';

/** The group of the panel's menu. */
export const TIMETABLE_GROUP: Pair = ['Calendar and timetable', 'التقويم والجدول'];

const calendar = { group: TIMETABLE_GROUP, resource: 'structure' } as const;

/** The times at which the bell rings on one sort of day. The default one is for every day that names no other. */
export const BellSchedules: CollectionConfig = tenantCollection({
  ...calendar,
  slug: 'bell-schedules',
  singular: ['Bell schedule', 'جدول الحصص الزمني'],
  plural: ['Bell schedules', 'جداول الحصص الزمنية'],
  admin: { useAsTitle: 'title', defaultColumns: ['title', 'titleAr', 'isDefault'] },
  hooks: { beforeChange: [keepOneDefault] },
  fields: [
    textField('title', ['Title', 'العنوان'], { required: true }),
    textField('titleAr', ['Title in Arabic', 'العنوان بالعربية'], { required: true }),
    flagField('isDefault', ['For ordinary days', 'للأيام العادية']),
  ],
});

/** A lesson period, or a break: breaks have the number 0, so that the numbers of lessons are those people say. */
export const BellPeriods: CollectionConfig = tenantCollection({
  ...calendar,
  slug: 'bell-periods',
  singular: ['Period', 'حصة'],
  plural: ['Periods', 'الحصص'],
  defaultSort: ['starts', 'id'],
  admin: {
    useAsTitle: 'title',
    defaultColumns: ['schedule', 'number', 'title', 'starts', 'ends', 'isBreak'],
  },
  fields: [
    relationField('schedule', ['Bell schedule', 'جدول الحصص الزمني'], 'bell-schedules', { required: true }),
    numberField('number', ['Number (0 for a break)', 'الرقم (0 للاستراحة)'], {
      required: true,
      min: 0,
      max: 20,
      defaultValue: 0,
    }),
    textField('title', ['Title', 'العنوان'], { required: true }),
    textField('titleAr', ['Title in Arabic', 'العنوان بالعربية'], { required: true }),
    clockField('starts', ['Begins', 'تبدأ']),
    clockField('ends', ['Ends', 'تنتهي']),
    flagField('isBreak', ['Break', 'استراحة']),
  ],
});

/** Dates between which another bell schedule rings, such as Ramadan. */
export const BellScheduleSpans: CollectionConfig = tenantCollection({
  ...calendar,
  slug: 'bell-schedule-spans',
  singular: ['Time with other bells', 'فترة بتوقيت آخر'],
  plural: ['Times with other bells', 'فترات بتوقيت آخر'],
  defaultSort: ['-startDate', 'id'],
  admin: { useAsTitle: 'startDate', defaultColumns: ['schedule', 'startDate', 'endDate'] },
  hooks: { beforeChange: [keepSpansApart] },
  fields: [
    relationField('schedule', ['Bell schedule', 'جدول الحصص الزمني'], 'bell-schedules', { required: true }),
    dateField('startDate', ['First day', 'أول يوم'], { required: true }),
    dateField('endDate', ['Last day', 'آخر يوم'], { required: true }),
  ],
});

/** A day that is not as its weekday says: a holiday, a short day, exams, or school on a day of the weekend. */
export const CalendarDays: CollectionConfig = tenantCollection({
  ...calendar,
  slug: 'calendar-days',
  singular: ['Calendar day', 'يوم في التقويم'],
  plural: ['Calendar days', 'أيام التقويم'],
  uniques: [['date']],
  defaultSort: ['date', 'id'],
  admin: { useAsTitle: 'title', defaultColumns: ['date', 'kind', 'title', 'titleAr', 'bellSchedule'] },
  fields: [
    dateField('date', ['Date', 'التاريخ'], { required: true }),
    selectField(
      'kind',
      ['Kind', 'النوع'],
      {
        holiday: ['Holiday', 'إجازة'],
        half_day: ['Half day', 'نصف يوم دراسي'],
        exam_day: ['Exam day', 'يوم اختبارات'],
        school_day: ['School day', 'يوم دراسي'],
      },
      { required: true, defaultValue: 'holiday' },
    ),
    textField('title', ['Title', 'العنوان'], { required: true }),
    textField('titleAr', ['Title in Arabic', 'العنوان بالعربية'], { required: true }),
    relationField('bellSchedule', ['Bell schedule', 'جدول الحصص الزمني'], 'bell-schedules'),
    numberField('followsWeekday', ['Lessons as on weekday (0 is Sunday)', 'الحصص كيوم (0 هو الأحد)'], {
      min: 0,
      max: 6,
    }),
  ],
});
