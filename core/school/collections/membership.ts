import type { CollectionConfig, Field } from 'payload';
import {
  dateField,
  flagField,
  relationField,
  selectField,
  tenantCollection,
  textField,
} from '../../tenancy/index.ts';
import { ownStudents } from '../policies/visible-rows.ts';
import { GROUPS } from './groups.ts';

/** A pupil's place in a class for a year; one a year. */
export const Enrollments: CollectionConfig = tenantCollection({
  slug: 'enrollments',
  singular: ['Enrolment', 'قيد'],
  plural: ['Enrolments', 'القيد'],
  group: GROUPS.structure,
  resource: 'structure',
  rows: ownStudents('student'),
  sourced: true,
  uniques: [['student', 'academicYear']],
  admin: { useAsTitle: 'status', defaultColumns: ['student', 'classroom', 'academicYear', 'status'] },
  fields: [
    relationField('student', ['Student', 'الطالب'], 'students', { required: true }),
    relationField('classroom', ['Class', 'الشعبة'], 'classrooms'),
    relationField('academicYear', ['Academic year', 'العام الدراسي'], 'academic-years', { required: true }),
    selectField(
      'status',
      ['Status', 'الحالة'],
      { active: ['Active', 'نشط'], ended: ['Ended', 'منتهٍ'] },
      { required: true, defaultValue: 'active' },
    ),
    dateField('startDate', ['From', 'من']),
    dateField('endDate', ['Until', 'حتى']),
    selectField('nextYear', ['Next year', 'العام القادم'], {
      returning: ['Returning', 'يعود'],
      leaving: ['Leaving', 'يغادر'],
      undecided: ['Undecided', 'لم يُقرَّر'],
    }),
    flagField('repeating', ['Repeats the grade', 'يعيد الصف']),
    selectField('exitCode', ['How the year ended', 'كيف انتهى العام'], {
      promoted: ['Promoted', 'رُفِّع'],
      repeats: ['Repeats', 'يعيد الصف'],
      left: ['Left', 'غادر'],
      graduated: ['Graduated', 'تخرّج'],
    }),
    textField('exitReason', ['Reason for leaving', 'سبب المغادرة'], { maxLength: 200 }),
    ...asItWas(),
  ],
});

// A year that is over keeps the names of its time, whatever grade, class and pupil are called later.
function asItWas(): Field[] {
  const kept = { admin: { readOnly: true } };
  return [
    relationField('gradeLevel', ['Grade at that time', 'الصف في ذلك الوقت'], 'grade-levels', kept),
    textField('gradeTitle', ['Grade as it was called', 'اسم الصف آنذاك'], kept),
    textField('gradeTitleAr', ['Grade as it was called (Arabic)', 'اسم الصف آنذاك (بالعربية)'], kept),
    textField('classTitle', ['Class as it was called', 'اسم الشعبة آنذاك'], kept),
    textField('classTitleAr', ['Class as it was called (Arabic)', 'اسم الشعبة آنذاك (بالعربية)'], kept),
    textField('studentName', ['Name at that time', 'الاسم آنذاك'], kept),
    textField('studentNameAr', ['Name at that time (Arabic)', 'الاسم آنذاك (بالعربية)'], kept),
  ];
}

/** A pupil in a lesson group. */
export const ClassMembers: CollectionConfig = tenantCollection({
  slug: 'class-members',
  singular: ['Lesson group member', 'عضو مجموعة دراسية'],
  plural: ['Lesson group members', 'أعضاء المجموعات الدراسية'],
  group: GROUPS.structure,
  resource: 'structure',
  rows: ownStudents('student'),
  sourced: true,
  uniques: [['classOffering', 'student']],
  admin: { useAsTitle: 'id', defaultColumns: ['student', 'classOffering', 'startDate', 'endDate'] },
  fields: [
    relationField('classOffering', ['Lesson group', 'المجموعة الدراسية'], 'class-offerings', {
      required: true,
    }),
    relationField('student', ['Student', 'الطالب'], 'students', { required: true }),
    dateField('startDate', ['From', 'من']),
    dateField('endDate', ['Until', 'حتى']),
  ],
});

/** A teacher of a class or of a lesson group: exactly one of the two is set. */
export const ClassTeachers: CollectionConfig = tenantCollection({
  slug: 'class-teachers',
  singular: ['Teaching assignment', 'تكليف تدريسي'],
  plural: ['Teaching assignments', 'التكليفات التدريسية'],
  group: GROUPS.structure,
  resource: 'structure',
  sourced: true,
  uniques: [
    ['teacher', 'classOffering'],
    ['teacher', 'classroom'],
  ],
  admin: { useAsTitle: 'id', defaultColumns: ['teacher', 'classroom', 'classOffering', 'primary'] },
  fields: [
    relationField('teacher', ['Teacher', 'المعلم'], 'teachers', { required: true }),
    relationField('classroom', ['Class', 'الشعبة'], 'classrooms'),
    relationField('classOffering', ['Lesson group', 'المجموعة الدراسية'], 'class-offerings'),
    flagField('primary', ['Main teacher', 'المعلم الأساسي'], true),
    dateField('startDate', ['From', 'من']),
    dateField('endDate', ['Until', 'حتى']),
  ],
});
