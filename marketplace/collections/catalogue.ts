import type { CollectionConfig } from 'payload';
import {
  flagField,
  jsonField,
  numberField,
  platformCollection,
  relationField,
  selectField,
  textField,
} from '../../core/tenancy/index.ts';

const GROUP = ['Marketplace', 'سوق الإضافات'] as const;

/** An add-on as the catalogue lists it. */
export const Plugins: CollectionConfig = platformCollection({
  slug: 'plugins',
  singular: ['Add-on', 'إضافة'],
  plural: ['Add-on catalogue', 'كتالوج الإضافات'],
  group: GROUP,
  schoolsRead: true,
  readOnly: true,
  admin: {
    useAsTitle: 'name',
    defaultColumns: ['pluginId', 'name', 'publisher', 'currentVersion', 'listed'],
  },
  fields: [
    textField('pluginId', ['Id', 'المعرّف'], { required: true, unique: true, index: true }),
    textField('name', ['Name', 'الاسم'], { required: true }),
    textField('nameAr', ['Name in Arabic', 'الاسم بالعربية'], { required: true }),
    textField('summary', ['Summary', 'الملخص'], { maxLength: 1000 }),
    textField('summaryAr', ['Summary in Arabic', 'الملخص بالعربية'], { maxLength: 1000 }),
    textField('publisher', ['Publisher', 'الناشر'], { required: true }),
    textField('category', ['Category', 'الفئة']),
    textField('currentVersion', ['Current version', 'الإصدار الحالي'], { required: true }),
    numberField('unitPriceMillicents', ['Price of a unit (1/1000 cent)', 'سعر الوحدة (1/1000 سنت)'], {
      min: 0,
    }),
    flagField('listed', ['Listed', 'معروضة'], true),
  ],
});

/** One immutable version of an add-on: manifest, code and the hash over both. Its state only ever rises. */
export const PluginVersions: CollectionConfig = platformCollection({
  slug: 'plugin-versions',
  singular: ['Add-on version', 'إصدار إضافة'],
  plural: ['Add-on versions', 'إصدارات الإضافات'],
  group: GROUP,
  schoolsRead: true,
  readOnly: true,
  indexes: [{ fields: ['plugin', 'version'], unique: true }],
  admin: { useAsTitle: 'version', defaultColumns: ['plugin', 'version', 'state', 'createdAt'] },
  fields: [
    relationField('plugin', ['Add-on', 'الإضافة'], 'plugins', { required: true }),
    textField('version', ['Version', 'الإصدار'], { required: true, maxLength: 60 }),
    selectField(
      'state',
      ['State', 'الحالة'],
      {
        listed: ['Listed', 'معروض'],
        deprecated: ['Deprecated', 'مهمل'],
        yanked: ['Not for new installs', 'غير متاح للتثبيت'],
        revoked: ['Revoked', 'مسحوب'],
      },
      { required: true, defaultValue: 'listed' },
    ),
    textField('stateReason', ['Reason', 'السبب'], { maxLength: 500 }),
    textField('sha256', ['Hash', 'البصمة'], { required: true, maxLength: 64 }),
    jsonField('manifest', ['Manifest', 'البيان']),
    {
      name: 'code',
      type: 'textarea',
      required: true,
      maxLength: 1_000_000,
      access: { read: () => false },
      admin: { hidden: true },
    },
  ],
});
