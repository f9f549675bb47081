import type { CollectionConfig } from 'payload';
import {
  bilingual,
  flagField,
  jsonField,
  numberField,
  relationField,
  selectField,
  tenantCollection,
  textField,
} from '../../tenancy/index.ts';

/** One import, of a package or of a sheet (which has a collection): its file, progress, result by entity, and the report. */
export const ImportRuns: CollectionConfig = tenantCollection({
  slug: 'import-runs',
  singular: ['Import', 'استيراد'],
  plural: ['Imports', 'عمليات الاستيراد'],
  group: ['Administration', 'الإدارة'],
  resource: 'imports',
  readOnly: true,
  admin: {
    useAsTitle: 'fileName',
    defaultColumns: ['createdAt', 'fileName', 'status', 'dryRun', 'errorCount', 'warningCount'],
  },
  fields: [
    textField('fileName', ['File', 'الملف'], { required: true }),
    textField('storageKey', ['Storage key', 'مفتاح التخزين'], {
      required: true,
      maxLength: 500,
      admin: { hidden: true },
    }),
    selectField(
      'status',
      ['Status', 'الحالة'],
      {
        queued: ['Waiting', 'في الانتظار'],
        running: ['Running', 'قيد التنفيذ'],
        done: ['Done', 'تم'],
        rejected: ['Refused', 'مرفوض'],
        needs_confirmation: ['Needs confirmation', 'يحتاج تأكيدًا'],
        failed: ['Failed', 'فشل'],
        needs_columns: ['Needs its columns', 'يحتاج تحديد الأعمدة'],
      },
      { required: true, defaultValue: 'queued' },
    ),
    flagField('dryRun', ['Check only', 'فحص فقط'], true),
    flagField('removalConfirmed', ['Removal confirmed', 'تم تأكيد الإزالة']),
    numberField('progressPercent', ['Progress (%)', 'التقدم (%)'], {
      required: true,
      min: 0,
      max: 100,
      defaultValue: 0,
    }),
    textField('step', ['Step', 'الخطوة']),
    numberField('errorCount', ['Errors', 'الأخطاء'], { required: true, defaultValue: 0 }),
    numberField('warningCount', ['Warnings', 'التحذيرات'], { required: true, defaultValue: 0 }),
    jsonField('counts', ['Result by entity', 'النتيجة حسب النوع']),
    jsonField('problems', ['Report', 'التقرير']),
    textField('failure', ['Failure', 'سبب الفشل'], { maxLength: 1000 }),
    relationField('startedBy', ['Started by', 'بدأه'], 'users'),
    textField('collection', ['Kind of records', 'نوع السجلات'], {
      admin: { readOnly: true, condition: (data) => Boolean(data?.collection) },
    }),
    jsonField('options', ['Columns and choices', 'الأعمدة والخيارات']),
    textField('idempotencyKey', ['Idempotency key', 'مفتاح عدم التكرار'], { admin: { hidden: true } }),
    { name: 'undoneAt', type: 'date', label: bilingual(['Undone at', 'وقت التراجع']) },
    { name: 'finishedAt', type: 'date', label: bilingual(['Finished at', 'وقت الانتهاء']) },
  ],
});
