import type { CollectionConfig } from 'payload';
import { ownClasses, ownStudents, SCHOOL_GROUPS } from '../../school/index.ts';
import {
  dateField,
  flagField,
  numberField,
  relationField,
  selectField,
  tenantCollection,
  textField,
} from '../../tenancy/index.ts';

const STATUS = {
  present: ['Present', 'حاضر'],
  absent: ['Absent', 'غائب'],
  late: ['Late', 'متأخر'],
  left_early: ['Left early', 'انصرف مبكرًا'],
} as const;

/** A code a teacher may mark, and what it means: for the day, and for where the pupil is meanwhile. */
export const AttendanceCodes: CollectionConfig = tenantCollection({
  slug: 'attendance-codes',
  singular: ['Attendance code', 'رمز حضور'],
  plural: ['Attendance codes', 'رموز الحضور'],
  group: SCHOOL_GROUPS.attendance,
  resource: 'structure',
  uniques: [['code']],
  defaultSort: ['order', 'id'],
  admin: { useAsTitle: 'title', defaultColumns: ['code', 'title', 'titleAr', 'status', 'excused'] },
  fields: [
    textField('code', ['Code', 'الرمز'], { required: true, maxLength: 20 }),
    textField('title', ['Title', 'العنوان'], { required: true }),
    textField('titleAr', ['Title in Arabic', 'العنوان بالعربية'], { required: true }),
    selectField('status', ['Counts as', 'يُحسب'], STATUS, { required: true }),
    flagField('excused', ['Excused', 'بعذر']),
    selectField(
      'direction',
      ['The pupil is', 'الطالب'],
      { in: ['In the school', 'داخل المدرسة'], out: ['Not in the school', 'خارج المدرسة'] },
      { required: true, defaultValue: 'in' },
    ),
    numberField('defaultMinutes', ['Minutes when none are entered', 'الدقائق إن لم تُدخل'], {
      min: 0,
      max: 600,
    }),
    numberField('order', ['Order', 'الترتيب'], { required: true, defaultValue: 0 }),
  ],
});

const period = () =>
  numberField('periodNumber', ['Lesson', 'الحصة'], { required: true, min: 0, max: 30, defaultValue: 0 });

/**
 * One mark: a pupil, a date, and a lesson group with the number of the lesson (0 for none) or (empty) the homeroom. The table is partitioned by
 * date, so this stays flat and nothing relates to it; marks are written by the register alone.
 */
export const Attendance: CollectionConfig = tenantCollection({
  slug: 'attendance',
  singular: ['Attendance mark', 'علامة حضور'],
  plural: ['Attendance marks', 'علامات الحضور'],
  group: SCHOOL_GROUPS.attendance,
  resource: 'attendance',
  rows: ownStudents('student'),
  readOnly: true,
  indexes: [['date'], ['student', 'date']],
  defaultSort: ['-date', 'id'],
  admin: {
    useAsTitle: 'date',
    defaultColumns: ['date', 'student', 'code', 'status', 'classroom', 'classOffering', 'periodNumber'],
  },
  fields: [
    relationField('student', ['Student', 'الطالب'], 'students', { required: true, index: false }),
    dateField('date', ['Date', 'التاريخ'], { required: true }),
    relationField('classroom', ['Class', 'الشعبة'], 'classrooms', { index: false }),
    relationField('classOffering', ['Lesson group', 'المجموعة الدراسية'], 'class-offerings', {
      index: false,
    }),
    period(),
    textField('code', ['Code', 'الرمز'], { required: true, maxLength: 20 }),
    selectField('status', ['Counts as', 'يُحسب'], STATUS, { required: true }),
    numberField('minutes', ['Minutes', 'الدقائق'], { min: 0, max: 600 }),
    textField('note', ['Note', 'ملاحظة'], { maxLength: 500 }),
    relationField('recordedBy', ['Recorded by', 'سجّله'], 'users', { index: false }),
  ],
});

/** That the register of a class was taken on a date, by whom, and its revision (two editors: one is told). */
export const AttendanceRegisters: CollectionConfig = tenantCollection({
  slug: 'attendance-registers',
  singular: ['Register taken', 'سجل حضور'],
  plural: ['Registers taken', 'سجلات الحضور'],
  group: SCHOOL_GROUPS.attendance,
  resource: 'attendance',
  rows: ownClasses('classroom', 'classOffering'),
  readOnly: true,
  defaultSort: ['-date', 'id'],
  admin: {
    useAsTitle: 'date',
    defaultColumns: ['date', 'classroom', 'classOffering', 'periodNumber', 'takenBy', 'updatedAt'],
  },
  fields: [
    dateField('date', ['Date', 'التاريخ'], { required: true }),
    relationField('classroom', ['Class', 'الشعبة'], 'classrooms'),
    relationField('classOffering', ['Lesson group', 'المجموعة الدراسية'], 'class-offerings'),
    period(),
    numberField('revision', ['Revision', 'المراجعة'], { required: true, defaultValue: 1 }),
    relationField('takenBy', ['Taken by', 'سجّله'], 'users', { index: false }),
  ],
});
