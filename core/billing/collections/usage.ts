import type { CollectionConfig } from 'payload';
import {
  bilingual,
  dateTimeField,
  numberField,
  type Pair,
  selectField,
  tenantCollection,
  textField,
} from '../../tenancy/index.ts';

const billing = { group: ['Billing', 'الفوترة'] as Pair, resource: 'billing', readOnly: true } as const;

/** The usage ledger: one row a metered action, never changed, never deleted (the roles have no right to). */
export const UsageEvents: CollectionConfig = tenantCollection({
  ...billing,
  slug: 'usage-events',
  singular: ['Usage entry', 'قيد استخدام'],
  plural: ['Usage ledger', 'سجل الاستخدام'],
  uniques: [['source', 'eventId']],
  indexes: [['meter', 'occurredAt']],
  defaultSort: ['-occurredAt', 'id'],
  admin: { useAsTitle: 'eventId', defaultColumns: ['occurredAt', 'meter', 'quantity', 'source', 'eventId'] },
  fields: [
    textField('meter', ['Meter', 'العداد'], { required: true }),
    textField('source', ['Source', 'المصدر'], { required: true }),
    textField('eventId', ['Event', 'الحدث'], { required: true }),
    numberField('quantity', ['Quantity', 'الكمية'], { required: true, min: 1 }),
    {
      name: 'occurredAt',
      type: 'date',
      required: true,
      label: bilingual(['Happened at', 'وقت الحدوث']),
      admin: { date: { pickerAppearance: 'dayAndTime' } },
    },
    textField('subject', ['Subject', 'الموضوع']),
  ],
});

/**
 * What was sent to Stripe of one hour of one meter, or of the part of it that belongs to one bill: each revision carries only what
 * came after the last one. `purpose` tells what the ledger claims (usage), the state of a meter that has one (state), and what was
 * sent to make Stripe's count right (correction).
 */
export const Shipments: CollectionConfig = tenantCollection({
  ...billing,
  slug: 'shipments',
  singular: ['Shipment to Stripe', 'شحنة إلى Stripe'],
  plural: ['Shipments to Stripe', 'الشحنات إلى Stripe'],
  uniques: [['meter', 'windowStart', 'revision'], ['identifier']],
  defaultSort: ['-windowStart', '-revision', 'id'],
  admin: {
    useAsTitle: 'identifier',
    defaultColumns: ['windowStart', 'meter', 'revision', 'value', 'state', 'identifier'],
  },
  fields: [
    textField('meter', ['Meter', 'العداد'], { required: true }),
    {
      name: 'windowStart',
      type: 'date',
      required: true,
      label: bilingual(['Hour', 'الساعة']),
      admin: { date: { pickerAppearance: 'dayAndTime' } },
    },
    {
      name: 'windowEnd',
      type: 'date',
      required: true,
      label: bilingual(['Until', 'حتى']),
      admin: { date: { pickerAppearance: 'dayAndTime' } },
    },
    numberField('revision', ['Revision', 'المراجعة'], { required: true, min: 1 }),
    numberField('value', ['Quantity', 'الكمية'], { required: true }),
    {
      name: 'eventTimestamp',
      type: 'date',
      required: true,
      label: bilingual(['Counted at', 'وقت الاحتساب']),
    },
    textField('identifier', ['Identifier', 'المعرّف'], { required: true }),
    textField('contentHash', ['Hash', 'البصمة'], { required: true, maxLength: 64, admin: { hidden: true } }),
    selectField(
      'state',
      ['State', 'الحالة'],
      {
        pending: ['Waiting', 'في الانتظار'],
        sent: ['Being sent', 'قيد الإرسال'],
        acknowledged: ['Accepted', 'مقبولة'],
        confirmed: ['Confirmed', 'مؤكدة'],
        failed: ['Out: replaced or taken back', 'ملغاة: استُبدلت أو سُحبت'],
        needs_correction: ['To be corrected', 'تحتاج إلى تصحيح'],
      },
      { required: true, defaultValue: 'pending' },
    ),
    selectField(
      'way',
      ['Way', 'الطريق'],
      {
        meter_event: ['Meter event', 'حدث عدّاد'],
        trial: ['Free: trial', 'مجانية: فترة تجريبية'],
        invoice_item: ['On an invoice', 'بند في فاتورة'],
      },
      { required: true, defaultValue: 'meter_event' },
    ),
    selectField(
      'purpose',
      ['Purpose', 'الغرض'],
      {
        usage: ['Usage', 'استخدام'],
        state: ['State of a meter', 'حالة عدّاد'],
        correction: ['Correction', 'تصحيح'],
      },
      { required: true, defaultValue: 'usage' },
    ),
    selectField('correction', ['Correction', 'التصحيح'], {
      replace: ['Was not counted: send anew', 'لم تُحتسب: تُرسل من جديد'],
      recut: ['Take back and cut anew', 'تُسحب وتُقطع من جديد'],
      offset: ['Take back, count stays', 'تُسحب ويبقى العدد'],
    }),
    numberField('attempts', ['Attempts', 'المحاولات'], { required: true, defaultValue: 0 }),
    textField('lastError', ['Last error', 'آخر خطأ'], { maxLength: 500 }),
    { name: 'sentAt', type: 'date', label: bilingual(['Sent at', 'وقت الإرسال']) },
    dateTimeField('nextAttemptAt', ['Next attempt', 'المحاولة التالية']),
    dateTimeField('acknowledgedAt', ['Accepted at', 'وقت القبول']),
    dateTimeField('confirmedAt', ['Confirmed at', 'وقت التأكيد']),
    dateTimeField('cancelledAt', ['Taken back at', 'وقت السحب']),
  ],
});
