import type { CollectionConfig } from 'payload';
import {
  flagField,
  type Pair,
  relationField,
  selectField,
  tenantCollection,
  textField,
} from '../../tenancy/index.ts';

const GROUP: Pair = ['School structure', 'هيكل المدرسة'];

/** A book, program or website that the school works with; OneRoster calls it a resource. */
export const LearningResources: CollectionConfig = tenantCollection({
  slug: 'learning-resources',
  singular: ['Learning resource', 'مورد تعليمي'],
  plural: ['Learning resources', 'الموارد التعليمية'],
  group: GROUP,
  resource: 'structure',
  admin: { useAsTitle: 'title', defaultColumns: ['title', 'titleAr', 'vendorResourceId', 'importance'] },
  defaultSort: ['title', 'id'],
  fields: [
    textField('title', ['Title', 'العنوان'], { required: true }),
    textField('titleAr', ['Title in Arabic', 'العنوان بالعربية']),
    textField('vendorResourceId', ['Id at the publisher', 'معرّف المورد لدى الناشر'], { required: true }),
    textField('vendorId', ['Publisher', 'الناشر']),
    textField('applicationId', ['Program', 'التطبيق']),
    textField('url', ['Address', 'الرابط'], {
      maxLength: 2000,
      validate: (value: string | null | undefined) =>
        !value || /^https?:\/\/[^\s]+$/.test(value)
          ? true
          : 'Write the whole address, beginning with https://. / اكتب الرابط كاملًا مبتدئًا بـ ‎https://.',
    }),
    selectField(
      'importance',
      ['Importance', 'الأهمية'],
      { primary: ['Primary', 'أساسي'], secondary: ['Secondary', 'إضافي'] },
      { required: true, defaultValue: 'primary' },
    ),
    flagField('forStudents', ['For students', 'للطلاب'], true),
    flagField('forTeachers', ['For teachers', 'للمعلمين'], true),
    flagField('forGuardians', ['For guardians', 'لأولياء الأمور']),
    // Unique in a school, as migrations/0032 says.
    textField('sourcedId', ['Source id (OneRoster)', 'معرّف المصدر (OneRoster)'], {
      admin: { position: 'sidebar', readOnly: true, condition: (data) => Boolean(data?.sourcedId) },
    }),
  ],
});

/** Who works with a resource: exactly one of a subject, a class, a lesson group or a person. */
export const LearningResourceLinks: CollectionConfig = tenantCollection({
  slug: 'learning-resource-links',
  singular: ['Use of a resource', 'استخدام مورد'],
  plural: ['Uses of resources', 'استخدامات الموارد'],
  group: GROUP,
  resource: 'structure',
  admin: {
    useAsTitle: 'id',
    defaultColumns: ['resource', 'subject', 'classroom', 'classOffering', 'student', 'teacher'],
  },
  fields: [
    relationField('resource', ['Learning resource', 'المورد التعليمي'], 'learning-resources', {
      required: true,
    }),
    relationField('subject', ['Subject', 'المادة'], 'subjects'),
    relationField('classroom', ['Class', 'الشعبة'], 'classrooms'),
    relationField('classOffering', ['Lesson group', 'المجموعة الدراسية'], 'class-offerings'),
    relationField('student', ['Student', 'الطالب'], 'students'),
    relationField('teacher', ['Teacher', 'المعلم'], 'teachers'),
  ],
});
