import type { CollectionConfig } from 'payload';
import {
  dateTimeField,
  flagField,
  relationField,
  selectField,
  tenantCollection,
  textField,
} from '../../tenancy/index.ts';

/** Access of one member of staff to one school: asked for with a reason, seen by the school, over after an hour. */
export const SupportGrants: CollectionConfig = tenantCollection({
  slug: 'support-grants',
  singular: ['Support access', 'دخول الدعم'],
  plural: ['Support access', 'دخول الدعم'],
  group: ['Administration', 'الإدارة'],
  resource: 'support',
  readOnly: true,
  admin: { useAsTitle: 'reason', defaultColumns: ['staffName', 'reason', 'status', 'expiresAt'] },
  fields: [
    textField('staffId', ['Staff id', 'معرّف الموظف'], { required: true, maxLength: 64 }),
    textField('staffName', ['Member of staff', 'الموظف'], { required: true }),
    textField('reason', ['Reason', 'السبب'], { required: true, maxLength: 500 }),
    textField('ticket', ['Ticket', 'رقم الطلب'], { maxLength: 80 }),
    selectField(
      'status',
      ['Status', 'الحالة'],
      {
        requested: ['Waiting for the school', 'بانتظار المدرسة'],
        approved: ['Approved', 'موافق عليه'],
        refused: ['Refused', 'مرفوض'],
        ended: ['Ended', 'انتهى'],
      },
      { required: true, defaultValue: 'requested' },
    ),
    flagField('mayWrite', ['May change records', 'يمكنه تعديل السجلات']),
    relationField('decidedBy', ['Decided by', 'قرره'], 'users'),
    dateTimeField('decidedAt', ['Decided', 'وقت القرار']),
    dateTimeField('startedAt', ['Entered', 'وقت الدخول']),
    dateTimeField('expiresAt', ['Ends', 'ينتهي']),
    dateTimeField('endedAt', ['Ended at', 'وقت الانتهاء']),
  ],
});
