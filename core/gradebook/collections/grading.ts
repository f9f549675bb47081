import type { CollectionConfig, Field } from 'payload';
import { ownClasses, SCHOOL_GROUPS } from '../../school/index.ts';
import {
  flagField,
  hundredthsField,
  numberField,
  type Pair,
  relationField,
  selectField,
  tenantCollection,
  textField,
} from '../../tenancy/index.ts';
import { wholeSchool } from '../policies/whole-school.ts';

const grading = { group: SCHOOL_GROUPS.assessment, resource: 'assessment' } as const;
const yearField = () => relationField('academicYear', ['Academic year', 'العام الدراسي'], 'academic-years');
const offeringField = () =>
  relationField('classOffering', ['Lesson group', 'المجموعة الدراسية'], 'class-offerings');

/** A kind of work with its share of the term mark. Without a lesson group it is the school's template. */
export const GradeCategories: CollectionConfig = tenantCollection({
  ...grading,
  slug: 'grade-categories',
  singular: ['Assessment category', 'فئة تقييم'],
  plural: ['Assessment categories', 'فئات التقييم'],
  sourced: true,
  writeRows: ownClasses('classOffering'),
  admin: {
    useAsTitle: 'title',
    defaultColumns: ['title', 'titleAr', 'weightHundredths', 'dropLowest', 'classOffering'],
  },
  defaultSort: ['sort', 'title', 'id'],
  fields: [
    textField('title', ['Title', 'العنوان'], { required: true }),
    textField('titleAr', ['Title in Arabic', 'العنوان بالعربية']),
    hundredthsField('weightHundredths', ['Weight in percent', 'الوزن بالنسبة المئوية'], {
      required: true,
      min: 0,
      max: 1_000_000,
    }),
    numberField('dropLowest', ['Lowest results left out', 'عدد أدنى النتائج المستبعدة'], {
      required: true,
      min: 0,
      max: 50,
      defaultValue: 0,
    }),
    offeringField(),
    yearField(),
    numberField('sort', ['Order', 'الترتيب']),
    ...lateFields({ asRule: ['As the grading rule says', 'كما تقول قاعدة التقييم'] }, 'asRule'),
  ],
});

/** A grade scale: what a percentage is called. Its intervals are rows of their own. */
export const GradeScales: CollectionConfig = tenantCollection({
  ...grading,
  slug: 'grade-scales',
  singular: ['Grade scale', 'سلم درجات'],
  plural: ['Grade scales', 'سلالم الدرجات'],
  sourced: true,
  writeRows: wholeSchool,
  admin: { useAsTitle: 'title', defaultColumns: ['title', 'titleAr', 'type', 'passHundredths'] },
  fields: [
    textField('title', ['Title', 'العنوان'], { required: true }),
    textField('titleAr', ['Title in Arabic', 'العنوان بالعربية']),
    textField('type', ['Type', 'النوع'], { maxLength: 100 }),
    offeringField(),
    yearField(),
    hundredthsField('passHundredths', ['Pass mark in percent', 'درجة النجاح بالنسبة المئوية'], {
      min: 0,
      max: 1_000_000,
    }),
  ],
});

/** One step of a scale: everything from its lower bound up to the next step. */
export const GradeScaleIntervals: CollectionConfig = tenantCollection({
  ...grading,
  slug: 'grade-scale-intervals',
  singular: ['Step of a grade scale', 'درجة في السلم'],
  plural: ['Steps of grade scales', 'درجات السلالم'],
  writeRows: wholeSchool,
  uniques: [['scale', 'fromHundredths']],
  admin: {
    useAsTitle: 'label',
    defaultColumns: ['scale', 'label', 'labelAr', 'fromHundredths', 'gpaHundredths', 'passes'],
  },
  defaultSort: ['scale', '-fromHundredths', 'id'],
  fields: [
    relationField('scale', ['Grade scale', 'سلم الدرجات'], 'grade-scales', { required: true }),
    textField('label', ['Label', 'التقدير'], { required: true, maxLength: 40 }),
    textField('labelAr', ['Label in Arabic', 'التقدير بالعربية'], { maxLength: 40 }),
    hundredthsField('fromHundredths', ['From, in percent', 'ابتداءً من، بالنسبة المئوية'], {
      required: true,
      min: 0,
      max: 1_000_000,
    }),
    hundredthsField('gpaHundredths', ['Grade points', 'نقاط المعدل'], {
      min: 0,
      max: 10_000,
    }),
    flagField('passes', ['Passed', 'ناجح'], true),
    numberField('order', ['Order', 'الترتيب']),
  ],
});

/**
 * How marks of a term are made of results. The rule that names most of lesson group, subject group, grade and year
 * counts; one that names none is the school's.
 */
export const GradingRules: CollectionConfig = tenantCollection({
  ...grading,
  slug: 'grading-rules',
  singular: ['Grading rule', 'قاعدة تقييم'],
  plural: ['Grading rules', 'قواعد التقييم'],
  writeRows: wholeSchool,
  admin: {
    useAsTitle: 'title',
    defaultColumns: ['title', 'subjectGroup', 'gradeLevel', 'classOffering', 'passHundredths', 'scale'],
  },
  fields: [
    textField('title', ['Title', 'العنوان'], { required: true }),
    offeringField(),
    textField('subjectGroup', ['Subject group', 'مجموعة المواد'], { maxLength: 40 }),
    relationField('gradeLevel', ['Grade', 'الصف الدراسي'], 'grade-levels'),
    yearField(),
    relationField('scale', ['Grade scale', 'سلم الدرجات'], 'grade-scales'),
    hundredthsField('passHundredths', ['Pass mark in percent', 'درجة النجاح بالنسبة المئوية'], {
      min: 0,
      max: 1_000_000,
    }),
    flagField('missingCountsAsZero', ['Missing work counts as zero', 'العمل غير المسلّم يُحتسب صفرًا'], true),
    selectField(
      'combine',
      ['Inside a category', 'داخل الفئة'],
      {
        mean: ['Average of the percentages', 'متوسط النسب المئوية'],
        points: ['Sum of the points', 'مجموع النقاط'],
      },
      { required: true, defaultValue: 'mean' },
    ),
    selectField(
      'resitPolicy',
      ['After a re-sit counts', 'بعد اختبار الإعادة يُحتسب'],
      {
        best: ['The best attempt', 'أفضل محاولة'],
        latest: ['The latest attempt', 'آخر محاولة'],
        capped: ['The best attempt, re-sits up to a cap', 'أفضل محاولة، والإعادة بحد أعلى'],
      },
      { required: true, defaultValue: 'best' },
    ),
    hundredthsField(
      'resitCapHundredths',
      ['Cap of a re-sit in percent', 'الحد الأعلى للإعادة بالنسبة المئوية'],
      {
        min: 0,
        max: 1_000_000,
      },
    ),
    numberField('decimals', ['Decimals of a published mark', 'المنازل العشرية للدرجة المنشورة'], {
      required: true,
      min: 0,
      max: 2,
      defaultValue: 0,
    }),
    ...lateFields({}, 'none'),
    flagField('needsApproval', [
      'Marks need approval before they are published',
      'تحتاج الدرجات إلى اعتماد قبل نشرها',
    ]),
  ],
});

// What late work loses. Percentages are of the total marks of an assessment; the score itself stays as it was noted.
function lateFields(more: Record<string, Pair>, defaultValue: string): Field[] {
  const percent = { min: 0, max: 10_000 };
  return [
    selectField(
      'latePolicy',
      ['Late work', 'العمل المتأخر'],
      {
        ...more,
        none: ['Counts as it was marked', 'يُحتسب كما صُحّح'],
        perDay: ['Loses a percentage each day', 'يُخصم منه نسبة عن كل يوم'],
        flat: ['Loses a percentage at once', 'يُخصم منه نسبة ثابتة'],
      },
      { defaultValue },
    ),
    hundredthsField(
      'latePercentHundredths',
      [
        'Late work loses, in percent of the total marks',
        'خصم العمل المتأخر، بالنسبة المئوية من الدرجة الكلية',
      ],
      percent,
    ),
    hundredthsField(
      'lateCapHundredths',
      ['Late work loses at most, in percent', 'أقصى خصم للعمل المتأخر، بالنسبة المئوية'],
      percent,
    ),
  ];
}
