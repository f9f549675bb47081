import type { CollectionConfig } from 'payload';
import { relationField, selectField, textField } from '../services/fields.ts';
import { tenantCollection } from '../services/tenant-collection.ts';

/** The subscription of a school to a plan. Written by the platform; the school reads its own. */
export const Subscriptions: CollectionConfig = tenantCollection({
  slug: 'subscriptions',
  singular: ['Subscription', 'اشتراك'],
  plural: ['Subscriptions', 'الاشتراكات'],
  group: ['Billing', 'الفوترة'],
  resource: 'billing',
  readOnly: true,
  uniques: [],
  admin: { useAsTitle: 'status', defaultColumns: ['plan', 'status', 'billingCycle', 'startsAt', 'endsAt'] },
  fields: [
    relationField('plan', ['Plan', 'الخطة'], 'plans', { required: true }),
    { name: 'startsAt', type: 'date', required: true, label: { en: 'Starts', ar: 'يبدأ' } },
    { name: 'endsAt', type: 'date', label: { en: 'Ends', ar: 'ينتهي' } },
    selectField(
      'status',
      ['Status', 'الحالة'],
      {
        trialing: ['Trial', 'تجريبي'],
        active: ['Active', 'نشط'],
        past_due: ['Payment overdue', 'متأخر السداد'],
        suspended: ['Suspended', 'موقوف'],
        cancelled: ['Cancelled', 'ملغى'],
      },
      { required: true, defaultValue: 'trialing' },
    ),
    selectField(
      'billingCycle',
      ['Billing cycle', 'دورة الفوترة'],
      { monthly: ['Monthly', 'شهري'], yearly: ['Yearly', 'سنوي'] },
      { required: true, defaultValue: 'monthly' },
    ),
    textField('providerId', ['Provider id', 'معرّف مزود الدفع']),
  ],
});
