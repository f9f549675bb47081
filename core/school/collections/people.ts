import type { CollectionBeforeChangeHook, CollectionConfig, Field } from 'payload';
import {
  dateField,
  flagField,
  numberField,
  relationField,
  selectField,
  tenantCollection,
  textField,
} from '../../tenancy/index.ts';
import { ownGuardians, ownStudents } from '../policies/visible-rows.ts';
import { displayNames } from '../services/names.ts';
import { GROUPS } from './groups.ts';
import { qidField } from './qid-field.ts';

const people = { group: GROUPS.people, sourced: true, defaultSort: ['displayName', 'id'] };
const LANGUAGE = { en: ['English', 'الإنجليزية'], ar: ['Arabic', 'العربية'] } as const;

function nameFields(): Field[] {
  return [
    {
      type: 'row',
      fields: [
        textField('givenName', ['First name', 'الاسم الأول'], { required: true }),
        textField('middleName', ['Middle names', 'الأسماء الوسطى']),
        textField('familyName', ['Family name', 'اسم العائلة'], { required: true }),
      ],
    },
    {
      type: 'row',
      fields: [
        textField('givenNameAr', ['First name (Arabic)', 'الاسم الأول (بالعربية)']),
        textField('middleNameAr', ['Father and grandfather (Arabic)', 'اسم الأب والجد (بالعربية)']),
        textField('familyNameAr', ['Family name (Arabic)', 'اسم العائلة (بالعربية)']),
      ],
    },
    textField('displayName', ['Full name', 'الاسم الكامل'], {
      admin: { readOnly: true, hidden: true },
      index: true,
    }),
    textField('displayNameAr', ['Full name (Arabic)', 'الاسم الكامل (بالعربية)'], {
      admin: { readOnly: true, hidden: true },
    }),
  ];
}

// Kept as columns, so that lists sort and search by the whole name.
const fillDisplayNames: CollectionBeforeChangeHook = ({ data, originalDoc }) => ({
  ...data,
  ...displayNames({ ...originalDoc, ...data }),
});

export const Students: CollectionConfig = tenantCollection({
  ...people,
  slug: 'students',
  singular: ['Student', 'طالب'],
  plural: ['Students', 'الطلاب'],
  resource: 'students',
  rows: ownStudents('id'),
  uniques: [['admissionNumber'], ['qid']],
  indexes: [['displayName'], ['status']],
  hooks: { beforeChange: [fillDisplayNames] },
  admin: {
    useAsTitle: 'displayName',
    defaultColumns: ['displayName', 'displayNameAr', 'admissionNumber', 'gradeLevel', 'status'],
    listSearchableFields: ['displayName', 'displayNameAr', 'admissionNumber'],
  },
  fields: [
    ...nameFields(),
    textField('admissionNumber', ['Admission number', 'رقم القيد'], { required: true, maxLength: 100 }),
    qidField('students'),
    selectField(
      'status',
      ['Status', 'الحالة'],
      {
        active: ['Active', 'نشط'],
        inactive: ['Inactive', 'غير نشط'],
        left: ['Left', 'غادر'],
        graduated: ['Graduated', 'تخرّج'],
      },
      { required: true, defaultValue: 'active' },
    ),
    relationField('gradeLevel', ['Grade', 'الصف الدراسي'], 'grade-levels'),
    dateField('birthDate', ['Date of birth', 'تاريخ الميلاد']),
    selectField('sex', ['Sex', 'الجنس'], {
      male: ['Male', 'ذكر'],
      female: ['Female', 'أنثى'],
      unspecified: ['Unspecified', 'غير محدد'],
      other: ['Other', 'آخر'],
    }),
    textField('email', ['E-mail', 'البريد الإلكتروني']),
    textField('phone', ['Phone', 'الهاتف'], { maxLength: 40 }),
  ],
});

export const Guardians: CollectionConfig = tenantCollection({
  ...people,
  slug: 'guardians',
  singular: ['Guardian', 'ولي أمر'],
  plural: ['Guardians', 'أولياء الأمور'],
  resource: 'guardians',
  rows: ownGuardians('id'),
  indexes: [['displayName']],
  hooks: { beforeChange: [fillDisplayNames] },
  admin: {
    useAsTitle: 'displayName',
    defaultColumns: ['displayName', 'displayNameAr', 'phone', 'language', 'active'],
    listSearchableFields: ['displayName', 'displayNameAr', 'phone'],
  },
  fields: [
    ...nameFields(),
    textField('phone', ['Mobile phone (+974…)', 'الهاتف الجوال (+974…)'], {
      maxLength: 40,
      validate: (value: string | null | undefined) =>
        !value || /^\+[1-9]\d{7,14}$/.test(value)
          ? true
          : 'Use the international form, for example +97455512345. / استخدم الصيغة الدولية مثل ‎+97455512345.',
    }),
    textField('phoneAsGiven', ['Phone as imported', 'الهاتف كما ورد'], {
      maxLength: 100,
      admin: { readOnly: true, condition: (data) => Boolean(data?.phoneAsGiven) },
    }),
    textField('email', ['E-mail', 'البريد الإلكتروني']),
    selectField('language', ['Language of messages', 'لغة الرسائل'], LANGUAGE, {
      required: true,
      defaultValue: 'ar',
    }),
    flagField('active', ['Active', 'نشط'], true),
  ],
});

/** Who is whose guardian, and what they may see and receive. */
export const StudentGuardians: CollectionConfig = tenantCollection({
  slug: 'student-guardians',
  singular: ['Guardian link', 'صلة ولي الأمر'],
  plural: ['Guardian links', 'صلات أولياء الأمور'],
  group: GROUPS.people,
  resource: 'guardians',
  rows: ownStudents('student'),
  uniques: [['student', 'guardian']],
  admin: {
    useAsTitle: 'relation',
    defaultColumns: ['student', 'guardian', 'relation', 'contactOrder', 'smsAllowed'],
  },
  defaultSort: ['contactOrder', 'id'],
  fields: [
    relationField('student', ['Student', 'الطالب'], 'students', { required: true }),
    relationField('guardian', ['Guardian', 'ولي الأمر'], 'guardians', { required: true }),
    selectField(
      'relation',
      ['Relation', 'صلة القرابة'],
      {
        father: ['Father', 'الأب'],
        mother: ['Mother', 'الأم'],
        parent: ['Parent', 'أحد الوالدين'],
        guardian: ['Guardian', 'ولي أمر'],
        relative: ['Relative', 'قريب'],
        other: ['Other', 'آخر'],
      },
      { required: true, defaultValue: 'guardian' },
    ),
    numberField('contactOrder', ['Contact order', 'ترتيب الاتصال'], {
      required: true,
      min: 1,
      max: 20,
      defaultValue: 1,
    }),
    flagField('maySeeRecords', ['May see records', 'يطّلع على السجلات'], true),
    flagField('smsAllowed', ['SMS', 'رسائل نصية'], true),
    flagField('emailAllowed', ['E-mail', 'بريد إلكتروني'], true),
    flagField('callAllowed', ['Calls', 'مكالمات'], true),
  ],
});

export const Teachers: CollectionConfig = tenantCollection({
  ...people,
  slug: 'teachers',
  singular: ['Teacher', 'معلم'],
  plural: ['Teachers', 'المعلمون'],
  resource: 'teachers',
  uniques: [['staffNumber'], ['qid']],
  indexes: [['displayName']],
  hooks: { beforeChange: [fillDisplayNames] },
  admin: {
    useAsTitle: 'displayName',
    defaultColumns: ['displayName', 'displayNameAr', 'staffNumber', 'email', 'active'],
    listSearchableFields: ['displayName', 'displayNameAr', 'staffNumber'],
  },
  fields: [
    ...nameFields(),
    textField('staffNumber', ['Staff number', 'الرقم الوظيفي'], { required: true, maxLength: 100 }),
    qidField('teachers'),
    textField('email', ['E-mail', 'البريد الإلكتروني']),
    textField('phone', ['Phone', 'الهاتف'], { maxLength: 40 }),
    flagField('active', ['Active', 'نشط'], true),
  ],
});
