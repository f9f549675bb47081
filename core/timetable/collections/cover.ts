import type { CollectionConfig } from 'payload';
import { dateField, numberField, relationField, tenantCollection, textField } from '../../tenancy/index.ts';
import { ownAbsences } from '../services/own-absences.ts';
import { TIMETABLE_GROUP } from './calendar.ts';

/** A teacher who is away, for whole days or for some periods. Colleagues see who covers and never why. */
export const TeacherAbsences: CollectionConfig = tenantCollection({
  group: TIMETABLE_GROUP,
  resource: 'teachers',
  rows: ownAbsences,
  slug: 'teacher-absences',
  singular: ['Absence of a teacher', 'غياب معلم'],
  plural: ['Absences of teachers', 'غياب المعلمين'],
  defaultSort: ['-startDate', 'id'],
  admin: {
    useAsTitle: 'startDate',
    defaultColumns: ['teacher', 'startDate', 'endDate', 'firstPeriod', 'lastPeriod'],
  },
  fields: [
    relationField('teacher', ['Teacher', 'المعلم'], 'teachers', { required: true }),
    dateField('startDate', ['First day', 'أول يوم'], { required: true }),
    dateField('endDate', ['Last day', 'آخر يوم'], { required: true }),
    numberField('firstPeriod', ['From period', 'من الحصة'], { min: 1, max: 20 }),
    numberField('lastPeriod', ['To period', 'إلى الحصة'], { min: 1, max: 20 }),
    textField('note', ['Note for the office', 'ملاحظة للإدارة'], { maxLength: 500 }),
  ],
});

/** One lesson of one date that somebody else teaches; written by the cover page alone, which asks who is free. */
export const Covers: CollectionConfig = tenantCollection({
  group: TIMETABLE_GROUP,
  resource: 'structure',
  slug: 'covers',
  readOnly: true,
  singular: ['Cover', 'تغطية حصة'],
  plural: ['Covers', 'تغطية الحصص'],
  uniques: [['entry', 'date']],
  indexes: [['teacher', 'date']],
  defaultSort: ['-date', 'id'],
  admin: { useAsTitle: 'date', defaultColumns: ['date', 'entry', 'teacher', 'absence'] },
  fields: [
    relationField('entry', ['Lesson', 'الحصة'], 'timetable-entries', { required: true }),
    dateField('date', ['Date', 'التاريخ'], { required: true }),
    relationField('teacher', ['Covered by', 'يغطيها'], 'teachers', { required: true }),
    relationField('absence', ['Absence', 'الغياب'], 'teacher-absences'),
  ],
});
