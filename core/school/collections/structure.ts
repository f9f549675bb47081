import type { CollectionConfig } from 'payload';
import {
  dateField,
  flagField,
  hundredthsField,
  numberField,
  relationField,
  selectField,
  tenantCollection,
  textField,
} from '../../tenancy/index.ts';
import { keepOneCurrentYear, keepTermInYear, keepYearAroundTerms } from '../services/structure-hooks.ts';
import { GROUPS } from './groups.ts';

const structure = { group: GROUPS.structure, resource: 'structure', sourced: true } as const;

/** A school year with its first and last day, both inclusive. */
export const AcademicYears: CollectionConfig = tenantCollection({
  ...structure,
  slug: 'academic-years',
  singular: ['Academic year', 'عام دراسي'],
  plural: ['Academic years', 'الأعوام الدراسية'],
  admin: { useAsTitle: 'title', defaultColumns: ['title', 'startDate', 'endDate', 'current'] },
  defaultSort: ['-startDate', 'id'],
  hooks: { beforeChange: [keepYearAroundTerms, keepOneCurrentYear] },
  fields: [
    textField('title', ['Title', 'العنوان'], { required: true }),
    dateField('startDate', ['First day', 'أول يوم'], { required: true }),
    dateField('endDate', ['Last day', 'آخر يوم'], { required: true }),
    flagField('current', ['Current year', 'العام الحالي']),
  ],
});

/** A part of a year: semester, term or grading period. */
export const Terms: CollectionConfig = tenantCollection({
  ...structure,
  slug: 'terms',
  singular: ['Term', 'فصل دراسي'],
  plural: ['Terms', 'الفصول الدراسية'],
  admin: { useAsTitle: 'title', defaultColumns: ['title', 'kind', 'startDate', 'endDate'] },
  defaultSort: ['-startDate', 'id'],
  hooks: { beforeChange: [keepTermInYear] },
  fields: [
    textField('title', ['Title', 'العنوان'], { required: true }),
    selectField(
      'kind',
      ['Kind', 'النوع'],
      {
        semester: ['Semester', 'فصل دراسي'],
        term: ['Term', 'فترة'],
        gradingPeriod: ['Grading period', 'فترة تقييم'],
      },
      { required: true, defaultValue: 'term' },
    ),
    relationField('academicYear', ['Academic year', 'العام الدراسي'], 'academic-years', { required: true }),
    dateField('startDate', ['First day', 'أول يوم'], { required: true }),
    dateField('endDate', ['Last day', 'آخر يوم'], { required: true }),
    flagField('attendanceClosed', ['Attendance is closed', 'الحضور مغلق']),
    hundredthsField(
      'weightHundredths',
      [
        'Weight in the mark of the term around it, in percent (empty: an equal share)',
        'الوزن في درجة الفصل الذي يضمها، بالنسبة المئوية (إذا تُرك فارغًا: حصة متساوية)',
      ],
      { min: 0, max: 1_000_000 },
    ),
    hundredthsField(
      'ownWeightHundredths',
      [
        'Weight of the term’s own assessments beside its grading periods, in percent (empty: an equal share)',
        'وزن تقييمات الفصل نفسه إلى جانب فترات التقييم، بالنسبة المئوية (إذا تُرك فارغًا: حصة متساوية)',
      ],
      { min: 0, max: 1_000_000 },
    ),
  ],
});

/** A grade, in the order pupils pass through them. */
export const GradeLevels: CollectionConfig = tenantCollection({
  ...structure,
  slug: 'grade-levels',
  singular: ['Grade', 'صف دراسي'],
  plural: ['Grades', 'الصفوف الدراسية'],
  uniques: [['code']],
  admin: { useAsTitle: 'title', defaultColumns: ['code', 'title', 'titleAr', 'order'] },
  defaultSort: ['order', 'id'],
  fields: [
    textField('code', ['Code', 'الرمز'], { required: true, maxLength: 20 }),
    textField('title', ['Title', 'العنوان'], { required: true }),
    textField('titleAr', ['Title in Arabic', 'العنوان بالعربية']),
    numberField('order', ['Order', 'الترتيب'], { required: true, defaultValue: 0 }),
    relationField('nextGrade', ['Next grade', 'الصف التالي'], 'grade-levels', {
      admin: {
        description: {
          en: 'Empty: the next one by order.',
          ar: 'عند تركه فارغًا: الصف التالي حسب الترتيب.',
        },
      },
    }),
    flagField('lastGrade', ['Pupils graduate after this grade', 'يتخرّج الطلاب بعد هذا الصف']),
  ],
});

/** A homeroom: the class a pupil belongs to for a year. */
export const Classrooms: CollectionConfig = tenantCollection({
  ...structure,
  slug: 'classrooms',
  singular: ['Class', 'شعبة'],
  plural: ['Classes', 'الشعب'],
  admin: { useAsTitle: 'title', defaultColumns: ['title', 'gradeLevel', 'academicYear', 'capacity'] },
  defaultSort: ['title', 'id'],
  fields: [
    textField('title', ['Title', 'العنوان'], { required: true }),
    textField('titleAr', ['Title in Arabic', 'العنوان بالعربية']),
    textField('code', ['Code', 'الرمز'], { maxLength: 100 }),
    relationField('gradeLevel', ['Grade', 'الصف الدراسي'], 'grade-levels'),
    relationField('academicYear', ['Academic year', 'العام الدراسي'], 'academic-years', { required: true }),
    numberField('capacity', ['Capacity', 'السعة'], { min: 0, max: 500 }),
    textField('room', ['Room', 'القاعة']),
  ],
});

/** A subject that is taught. */
export const Subjects: CollectionConfig = tenantCollection({
  ...structure,
  slug: 'subjects',
  singular: ['Subject', 'مادة'],
  plural: ['Subjects', 'المواد'],
  admin: { useAsTitle: 'title', defaultColumns: ['code', 'title', 'titleAr', 'creditHours'] },
  defaultSort: ['title', 'id'],
  fields: [
    textField('code', ['Code', 'الرمز'], { maxLength: 100 }),
    textField('title', ['Title', 'العنوان'], { required: true }),
    textField('titleAr', ['Title in Arabic', 'العنوان بالعربية']),
    textField('subjectGroup', ['Subject group', 'مجموعة المواد'], { maxLength: 40 }),
    numberField('creditHours', ['Credit hours', 'الساعات المعتمدة'], { min: 0, max: 100 }),
  ],
});

/** A subject taught to a group of pupils in a term. */
export const ClassOfferings: CollectionConfig = tenantCollection({
  ...structure,
  slug: 'class-offerings',
  singular: ['Lesson group', 'مجموعة دراسية'],
  plural: ['Lesson groups', 'المجموعات الدراسية'],
  admin: { useAsTitle: 'title', defaultColumns: ['title', 'subject', 'classroom', 'term', 'period'] },
  defaultSort: ['title', 'id'],
  fields: [
    textField('title', ['Title', 'العنوان'], { required: true }),
    textField('code', ['Code', 'الرمز'], { maxLength: 255 }),
    relationField('subject', ['Subject', 'المادة'], 'subjects', { required: true }),
    relationField('classroom', ['Class', 'الشعبة'], 'classrooms'),
    relationField('term', ['Term', 'الفصل الدراسي'], 'terms'),
    relationField('academicYear', ['Academic year', 'العام الدراسي'], 'academic-years', { required: true }),
    relationField('teacher', ['Main teacher', 'المعلم الأساسي'], 'teachers'),
    textField('period', ['Period', 'الحصة']),
    textField('room', ['Room', 'القاعة']),
  ],
});
