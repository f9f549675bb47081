import type { CollectionConfig } from 'payload';
import {
  dateTimeField,
  flagField,
  jsonField,
  numberField,
  relationField,
  selectField,
  textField,
} from '../services/fields.ts';
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
        purged: ['Deleted', 'محذوف'],
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
    numberField('priceBookVersion', ['Price book version', 'إصدار دليل الأسعار'], { min: 1 }),
    dateTimeField('anchorAt', ['Anchor of the periods', 'مرجع الفترات']),
    dateTimeField('currentPeriodStart', ['Period begins', 'بداية الفترة']),
    dateTimeField('currentPeriodEnd', ['Period ends', 'نهاية الفترة']),
    dateTimeField('trialEndsAt', ['Trial ends', 'نهاية التجربة']),
    dateTimeField('unpaidSince', ['Unpaid since', 'غير مسدد منذ']),
    dateTimeField('graceEndsAt', ['Grace ends', 'نهاية المهلة']),
    dateTimeField('suspendedAt', ['Suspended', 'وقت الإيقاف']),
    flagField('cancelAtPeriodEnd', ['Ends with the period', 'ينتهي مع الفترة']),
    textField('pendingPlan', ['Plan of the next period', 'خطة الفترة التالية'], { maxLength: 60 }),
    selectField('pendingCycle', ['Cycle of the next period', 'دورة الفترة التالية'], {
      monthly: ['Monthly', 'شهري'],
      yearly: ['Yearly', 'سنوي'],
    }),
    textField('groupPercent', ['Group discount in percent', 'نسبة خصم المجموعة'], {
      required: true,
      maxLength: 10,
      defaultValue: '0',
    }),
    textField('payerGroup', ['Group that pays', 'المجموعة الدافعة'], { maxLength: 36 }),
    jsonField('addOns', ['Add-ons of the plan', 'إضافات الخطة']),
    jsonField('contract', ['Contract', 'العقد']),
    jsonField('monthTerms', ['Terms since the last bill', 'الشروط منذ آخر فاتورة']),
    jsonField('paymentMethod', ['Payment method', 'وسيلة الدفع']),
    dateTimeField('providerStateAt', ['Newest state of the provider', 'أحدث حالة لدى المزود']),
    dateTimeField('aboveCeilingSince', ['Above the ceiling since', 'فوق الحد الأعلى منذ']),
  ],
});
