import type { CollectionConfig, Field } from 'payload';
import { ownClasses, ownStudents, SCHOOL_GROUPS } from '../../school/index.ts';
import {
  bilingual,
  can,
  dateField,
  flagField,
  hundredthsField,
  numberField,
  relationField,
  selectField,
  tenantCollection,
  textField,
} from '../../tenancy/index.ts';
import { MOST_DAYS_LATE } from '../calculate/parse-cell.ts';
import {
  holdAssessment,
  holdAssessmentOnDelete,
  holdResult,
  holdResultOnDelete,
} from '../policies/hold-sheet.ts';
import { publishedToFamilies } from '../policies/published-rows.ts';

/** An exam or another piece of assessed work: a column of the mark grid, a line item of OneRoster. */
export const Exams: CollectionConfig = tenantCollection({
  slug: 'exams',
  singular: ['Exam', 'اختبار'],
  plural: ['Exams', 'الاختبارات'],
  group: SCHOOL_GROUPS.assessment,
  resource: 'assessment',
  sourced: true,
  writeRows: ownClasses('classroom', 'classOffering'),
  hooks: { beforeChange: [holdAssessment], beforeDelete: [holdAssessmentOnDelete] },
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
    relationField('category', ['Category', 'فئة التقييم'], 'grade-categories'),
    numberField('weight', ['Weight in its category (1 when empty)', 'الوزن داخل الفئة (1 إذا تُرك فارغًا)'], {
      min: 0,
    }),
    dateField('resitDate', ['Date of the re-sit', 'تاريخ اختبار الإعادة']),
    numberField('sort', ['Order in the mark grid', 'الترتيب في كشف الدرجات']),
    publishedAtField(),
  ],
});

/** One pupil's result. Partitioned by date, flat; the score is kept in hundredths, so filters may use an index. */
export const ExamResults: CollectionConfig = tenantCollection({
  slug: 'exam-results',
  singular: ['Result', 'نتيجة'],
  plural: ['Results', 'النتائج'],
  group: SCHOOL_GROUPS.assessment,
  resource: 'assessment',
  rows: publishedToFamilies('student', 'exam.publishedAt'),
  writeRows: ownStudents('student'),
  indexes: [['student', 'academicYear'], ['exam']],
  defaultSort: ['-date', 'id'],
  admin: { useAsTitle: 'date', defaultColumns: ['student', 'exam', 'scoreHundredths', 'status', 'date'] },
  hooks: { beforeChange: [holdResult], beforeDelete: [holdResultOnDelete] },
  fields: [
    relationField('student', ['Student', 'الطالب'], 'students', { required: true, index: false }),
    relationField('exam', ['Exam', 'الاختبار'], 'exams', { required: true, index: false }),
    relationField('academicYear', ['Academic year', 'العام الدراسي'], 'academic-years', {
      required: true,
      index: false,
    }),
    dateField('date', ['Date', 'التاريخ'], { required: true }),
    hundredthsField('scoreHundredths', ['Score', 'الدرجة'], { min: 0 }),
    selectField(
      'status',
      ['Status', 'الحالة'],
      {
        graded: ['Graded', 'مقيّم'],
        exempt: ['Exempt', 'معفى'],
        missing: ['Missing', 'لم يسلّم'],
        late: ['Late', 'متأخر'],
        incomplete: ['Incomplete', 'غير مكتمل'],
        submitted: ['Submitted, not marked yet', 'سُلّم ولم يُصحّح بعد'],
        not_submitted: ['Not submitted', 'لم يُسلَّم بعد'],
      },
      { required: true, defaultValue: 'graded' },
    ),
    flagField('late', ['Handed in late', 'سُلّم متأخرًا']),
    numberField('daysLate', ['Days late', 'أيام التأخير'], { min: 1, max: MOST_DAYS_LATE }),
    numberField('attempt', ['Attempt', 'المحاولة'], { min: 1, max: 9, defaultValue: 1 }),
    textField('comment', ['Comment', 'تعليق'], { maxLength: 1000 }),
    textField('sourcedId', ['Source id', 'معرّف المصدر'], { admin: { hidden: true } }),
  ],
});

// Families see the results of an exam from this moment on, so only who may publish results sets it.
function publishedAtField(): Field {
  const mayPublish = ({ req }: { req: Parameters<typeof can>[0] }) => can(req, 'assessment.publish');
  return {
    name: 'publishedAt',
    type: 'date',
    label: bilingual(['Results visible to families since', 'النتائج ظاهرة للأسر منذ']),
    access: { create: mayPublish, update: mayPublish },
    admin: { position: 'sidebar', date: { pickerAppearance: 'dayAndTime' } },
  };
}
