import type { CollectionConfig } from 'payload';
import { flagField, relationField, selectField, textField } from '../services/fields.ts';
import { platformCollection } from '../services/platform-collection.ts';
import { dateTimeZones } from '../services/time-zones.ts';

/** A school: the tenant every other record belongs to. */
export const Tenants: CollectionConfig = platformCollection({
  slug: 'tenants',
  singular: ['School', 'مدرسة'],
  plural: ['Schools', 'المدارس'],
  group: ['Schools', 'المدارس'],
  schoolsRead: true,
  fixedRows: true,
  admin: { useAsTitle: 'name', defaultColumns: ['name', 'subdomain', 'plan', 'active', 'createdAt'] },
  fields: [
    textField('name', ['Name', 'الاسم'], { required: true }),
    textField('nameAr', ['Name in Arabic', 'الاسم بالعربية']),
    textField('subdomain', ['Subdomain', 'النطاق الفرعي'], { required: true, unique: true, index: true }),
    textField('customDomain', ['Custom domain', 'النطاق الخاص'], { unique: true }),
    relationField('plan', ['Plan', 'الخطة'], 'plans', { required: true }),
    relationField('group', ['School group', 'مجموعة المدارس'], 'school-groups'),
    flagField('active', ['Active', 'نشطة'], true),
    selectField(
      'locale',
      ['Default language', 'اللغة الافتراضية'],
      { en: ['English', 'الإنجليزية'], ar: ['Arabic', 'العربية'] },
      { required: true, defaultValue: 'en' },
    ),
    selectField('timeZone', ['Time zone', 'المنطقة الزمنية'], dateTimeZones(), {
      required: true,
      defaultValue: 'Asia/Qatar',
    }),
    selectField(
      'currency',
      ['Currency', 'العملة'],
      { QAR: ['Qatari riyal', 'ريال قطري'], USD: ['US dollar', 'دولار أمريكي'] },
      { required: true, defaultValue: 'QAR' },
    ),
    textField('brandColour', ['Brand colour', 'لون المدرسة'], { maxLength: 7 }),
    textField('stripeCustomerId', ['Stripe customer', 'عميل Stripe'], {
      admin: { readOnly: true, position: 'sidebar' },
    }),
  ],
});
