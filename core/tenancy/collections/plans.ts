import type { CollectionConfig } from 'payload';
import { jsonField, numberField, textField } from '../services/fields.ts';
import { platformCollection } from '../services/platform-collection.ts';

/**
 * What a school can subscribe to, as the price book that is valid now says; prices are USD cents, an empty limit means unlimited.
 * Nobody writes it by hand: the next tick would bring it back.
 */
export const Plans: CollectionConfig = platformCollection({
  slug: 'plans',
  singular: ['Plan', 'خطة'],
  plural: ['Plans', 'الخطط'],
  group: ['Billing', 'الفوترة'],
  schoolsRead: true,
  readOnly: true,
  admin: { useAsTitle: 'name', defaultColumns: ['name', 'code', 'monthlyPriceCents', 'maxStudents'] },
  fields: [
    textField('code', ['Code', 'الرمز'], { required: true, unique: true, index: true }),
    textField('name', ['Name', 'الاسم'], { required: true }),
    textField('nameAr', ['Name in Arabic', 'الاسم بالعربية'], { required: true }),
    numberField('maxStudents', ['Students included', 'عدد الطلاب المشمول'], { min: 0 }),
    numberField('studentCeiling', ['Student ceiling', 'الحد الأعلى للطلاب'], { min: 0 }),
    numberField('maxTeachers', ['Teachers', 'المعلمون'], { min: 0 }),
    numberField('storageGb', ['Storage (GB)', 'التخزين (غيغابايت)'], { min: 0, required: true }),
    numberField('monthlyPriceCents', ['Monthly price (cents)', 'السعر الشهري (سنت)'], {
      min: 0,
      required: true,
    }),
    numberField('yearlyPriceCents', ['Yearly price (cents)', 'السعر السنوي (سنت)'], { min: 0 }),
    jsonField('features', ['Features', 'الميزات']),
  ],
});

/** Several schools of one owner. */
export const SchoolGroups: CollectionConfig = platformCollection({
  slug: 'school-groups',
  singular: ['School group', 'مجموعة مدارس'],
  plural: ['School groups', 'مجموعات المدارس'],
  group: ['Schools', 'المدارس'],
  admin: { useAsTitle: 'name' },
  fields: [
    textField('name', ['Name', 'الاسم'], { required: true }),
    textField('contactEmail', ['Contact e-mail', 'بريد جهة الاتصال']),
  ],
});
