import type { CollectionConfig } from 'payload';
import { SCHOOL_GROUPS } from '../../school/index.ts';
import {
  dateTimeField,
  flagField,
  hundredthsField,
  jsonField,
  relationField,
  selectField,
  tenantCollection,
  textField,
} from '../../tenancy/index.ts';
import { publishedToFamilies } from '../policies/published-rows.ts';

/** A pupil's mark of a lesson group for a term, as it was published: rounded once, with its reckoning beside it. */
export const TermMarks: CollectionConfig = tenantCollection({
  slug: 'term-marks',
  singular: ['Term mark', 'درجة الفصل'],
  plural: ['Term marks', 'درجات الفصل'],
  group: SCHOOL_GROUPS.assessment,
  resource: 'assessment',
  readOnly: true,
  rows: publishedToFamilies('student', 'publishedAt'),
  uniques: [['student', 'classOffering', 'term']],
  indexes: [
    ['term', 'classOffering'],
    ['student', 'academicYear'],
  ],
  admin: {
    useAsTitle: 'label',
    defaultColumns: ['student', 'subject', 'term', 'percentHundredths', 'label', 'status', 'publishedAt'],
  },
  fields: [
    relationField('student', ['Student', 'الطالب'], 'students', { required: true, index: false }),
    relationField('classOffering', ['Lesson group', 'المجموعة الدراسية'], 'class-offerings', {
      required: true,
    }),
    relationField('subject', ['Subject', 'المادة'], 'subjects', { required: true }),
    relationField('term', ['Term', 'الفصل الدراسي'], 'terms', { required: true, index: false }),
    relationField('academicYear', ['Academic year', 'العام الدراسي'], 'academic-years', { required: true }),
    selectField(
      'status',
      ['Status', 'الحالة'],
      {
        marked: ['Marked', 'مرصودة'],
        exempt: ['Exempt', 'معفى'],
        incomplete: ['Incomplete', 'غير مكتملة'],
      },
      { required: true, defaultValue: 'marked' },
    ),
    hundredthsField('percentHundredths', ['Mark in percent', 'الدرجة بالنسبة المئوية']),
    textField('label', ['Label', 'التقدير'], { maxLength: 40 }),
    textField('labelAr', ['Label in Arabic', 'التقدير بالعربية'], { maxLength: 40 }),
    hundredthsField('gpaHundredths', ['Grade points', 'نقاط المعدل']),
    flagField('passes', ['Passed', 'ناجح']),
    jsonField('formula', ['How it was reckoned', 'كيف حُسبت']),
    dateTimeField('publishedAt', ['Published', 'نُشرت']),
  ],
});
