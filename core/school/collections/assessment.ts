import type { CollectionConfig } from 'payload';
import {
  dateField,
  numberField,
  relationField,
  selectField,
  tenantCollection,
  textField,
} from '../../tenancy/index.ts';
import { ownClasses, ownStudents } from '../policies/visible-rows.ts';
import { GROUPS } from './groups.ts';

/** An exam or another piece of assessed work. */
export const Exams: CollectionConfig = tenantCollection({
  slug: 'exams',
  singular: ['Exam', 'اختبار'],
  plural: ['Exams', 'الاختبارات'],
  group: GROUPS.assessment,
  resource: 'assessment',
  sourced: true,
  writeRows: ownClasses('classroom', 'classOffering'),
  admin: {
    useAsTitle: 'title',
    defaultColumns: ['title', 'subject', 'classroom', 'classOffering', 'type', 'date'],
  },
  fields: [
    textField('title', ['Title', 'العنوان'], { required: true }),
    relationField('subject', ['Subject', 'المادة'], 'subjects', { required: true }),
    relationField('classroom', ['Class', 'الشعبة'], 'classrooms'),
    relationField('classOffering', ['Lesson group', 'المجموعة الدراسية'], 'class-offerings'),
    relationField('academicYear', ['Academic year', 'العام الدراسي'], 'academic-years', { required: true }),
    relationField('term', ['Term', 'الفصل الدراسي'], 'terms'),
    selectField(
      'type',
      ['Type', 'النوع'],
      {
        quiz: ['Quiz', 'اختبار قصير'],
        assignment: ['Assignment', 'واجب'],
        midterm: ['Mid-term', 'منتصف الفصل'],
        final: ['Final', 'نهائي'],
        other: ['Other', 'آخر'],
      },
      { required: true, defaultValue: 'other' },
    ),
    numberField('totalMarks', ['Total marks', 'الدرجة الكلية'], { min: 0 }),
    dateField('date', ['Date', 'التاريخ']),
  ],
});

/** One pupil's result. Partitioned by date, flat; the score is kept in hundredths, so filters may use an index. */
export const ExamResults: CollectionConfig = tenantCollection({
  slug: 'exam-results',
  singular: ['Result', 'نتيجة'],
  plural: ['Results', 'النتائج'],
  group: GROUPS.assessment,
  resource: 'assessment',
  rows: ownStudents('student'),
  indexes: [['student', 'academicYear'], ['exam']],
  defaultSort: ['-date', 'id'],
  admin: { useAsTitle: 'date', defaultColumns: ['student', 'exam', 'scoreHundredths', 'status', 'date'] },
  fields: [
    relationField('student', ['Student', 'الطالب'], 'students', { required: true, index: false }),
    relationField('exam', ['Exam', 'الاختبار'], 'exams', { required: true, index: false }),
    relationField('academicYear', ['Academic year', 'العام الدراسي'], 'academic-years', {
      required: true,
      index: false,
    }),
    dateField('date', ['Date', 'التاريخ'], { required: true }),
    numberField('scoreHundredths', ['Score (hundredths)', 'الدرجة (أجزاء من مئة)'], { min: 0 }),
    selectField(
      'status',
      ['Status', 'الحالة'],
      {
        graded: ['Graded', 'مقيّم'],
        exempt: ['Exempt', 'معفى'],
        missing: ['Missing', 'لم يسلّم'],
        late: ['Late', 'متأخر'],
        incomplete: ['Incomplete', 'غير مكتمل'],
      },
      { required: true, defaultValue: 'graded' },
    ),
    textField('comment', ['Comment', 'تعليق'], { maxLength: 1000 }),
    textField('sourcedId', ['Source id', 'معرّف المصدر'], { admin: { hidden: true } }),
  ],
});
