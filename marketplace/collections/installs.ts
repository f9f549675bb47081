import type { CollectionConfig, Field } from 'payload';
import {
  bilingual,
  jsonField,
  numberField,
  type Pair,
  relationField,
  selectField,
  tenantCollection,
  textField,
} from '../../core/tenancy/index.ts';

const addons = { group: ['Add-ons', 'الإضافات'] as Pair, resource: 'addons', readOnly: true } as const;

/**
 * An add-on in one school: its version, state, settings, and what the school accepted and when. The ways between states
 * are in services/life/install-states.ts and, once more, in a trigger of the database.
 */
export const PluginInstalls: CollectionConfig = tenantCollection({
  ...addons,
  slug: 'plugin-installs',
  singular: ['Installed add-on', 'إضافة مثبتة'],
  plural: ['Installed add-ons', 'الإضافات المثبتة'],
  uniques: [['plugin']],
  admin: { useAsTitle: 'state', defaultColumns: ['plugin', 'version', 'state', 'consentedAt'] },
  fields: [
    relationField('plugin', ['Add-on', 'الإضافة'], 'plugins', { required: true }),
    relationField('version', ['Version', 'الإصدار'], 'plugin-versions', { required: true }),
    selectField(
      'state',
      ['State', 'الحالة'],
      {
        installed: ['Installed', 'مثبتة'],
        enabled: ['Enabled', 'مفعّلة'],
        suspended: ['Suspended', 'موقوفة'],
        uninstalling: ['Being removed', 'قيد الإزالة'],
        purged: ['Removed', 'أُزيلت'],
      },
      { required: true, defaultValue: 'installed' },
    ),
    // Closed to REST and to questions about it: it has the values of secrets. The add-ons page shows the rest.
    { ...jsonField('settings', ['Settings', 'الإعدادات']), access: { read: () => false } } as Field,
    selectField('suspendedFor', ['Suspended for', 'سبب الإيقاف'], {
      payment: ['Plan or payment', 'الخطة أو الدفع'],
      fault: ['Repeated faults', 'أعطال متكررة'],
      revoked: ['Withdrawn version', 'إصدار مسحوب'],
    }),
    textField('stateNote', ['Note', 'ملاحظة'], { maxLength: 500 }),
    { name: 'purgeAt', type: 'date', label: bilingual(['Deleted on', 'تاريخ الحذف']) },
    jsonField('consent', ['Accepted permissions', 'الأذونات المقبولة']),
    { name: 'consentedAt', type: 'date', label: bilingual(['Accepted at', 'وقت القبول']) },
    relationField('consentedBy', ['Accepted by', 'قبلها'], 'users'),
  ],
});

/** The receipt of one call of an add-on. */
export const PluginCalls: CollectionConfig = tenantCollection({
  ...addons,
  slug: 'plugin-calls',
  singular: ['Add-on call', 'استدعاء إضافة'],
  plural: ['Add-on calls', 'استدعاءات الإضافات'],
  uniques: [['install', 'event']],
  admin: {
    useAsTitle: 'code',
    defaultColumns: ['createdAt', 'install', 'entry', 'code', 'wallMs', 'hostCalls'],
  },
  fields: [
    relationField('install', ['Add-on', 'الإضافة'], 'plugin-installs', { required: true }),
    textField('event', ['Event', 'الحدث'], { required: true }),
    textField('entry', ['Entry', 'المدخل'], { required: true }),
    textField('bundleHash', ['Bundle hash', 'بصمة الحزمة'], { required: true, maxLength: 64 }),
    textField('code', ['Result', 'النتيجة'], { required: true, maxLength: 60 }),
    textField('message', ['Message', 'الرسالة'], { maxLength: 500 }),
    numberField('cpuMs', ['CPU (ms)', 'المعالج (مللي ثانية)'], { required: true }),
    numberField('wallMs', ['Time (ms)', 'الزمن (مللي ثانية)'], { required: true }),
    numberField('hostCalls', ['Calls to the host', 'نداءات المضيف'], { required: true }),
    jsonField('accesses', ['Personal data read', 'البيانات الشخصية المقروءة']),
    jsonField('logs', ['Log', 'السجل']),
  ],
});
