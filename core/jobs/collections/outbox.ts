import type { CollectionConfig } from 'payload';
import {
  bilingual,
  jsonField,
  numberField,
  platformCollection,
  selectField,
  textField,
} from '../../tenancy/index.ts';
import { outboxEndpoints } from '../endpoints/outbox-endpoints.ts';

/**
 * Events, written in the transaction of the change that caused them, until every handler is done with them.
 * The console lists them; filtered by "dead" this is the dead-letter list.
 */
export const Outbox: CollectionConfig = {
  ...platformCollection({
    slug: 'outbox',
    singular: ['Event', 'حدث'],
    plural: ['Events and dead letters', 'الأحداث والرسائل العالقة'],
    group: ['Operations', 'التشغيل'],
    readOnly: true,
    admin: {
      useAsTitle: 'type',
      defaultColumns: ['type', 'status', 'tenantName', 'createdAt', 'attempts', 'lastError'],
      components: {
        beforeListTable: ['/admin/components/outbox-filters.tsx#OutboxFilters'],
        edit: { beforeDocumentControls: ['/admin/components/retry-event.tsx#RetryEvent'] },
      },
    },
    fields: [
      {
        name: 'tenant',
        type: 'relationship',
        relationTo: 'tenants',
        index: false,
        maxDepth: 0,
        label: bilingual(['School', 'المدرسة']),
        admin: { hidden: true },
      },
      textField('tenantName', ['School', 'المدرسة']),
      textField('type', ['Type', 'النوع'], { required: true, index: true }),
      textField('dedupeKey', ['Key', 'المفتاح'], { admin: { hidden: true } }),
      jsonField('payload', ['Content', 'المحتوى']),
      selectField(
        'status',
        ['Status', 'الحالة'],
        { pending: ['Waiting', 'في الانتظار'], done: ['Done', 'تم'], dead: ['Dead letter', 'عالق'] },
        { required: true, defaultValue: 'pending', index: true },
      ),
      numberField('attempts', ['Attempts', 'المحاولات'], { required: true, defaultValue: 0 }),
      {
        name: 'nextAttemptAt',
        type: 'date',
        required: true,
        label: bilingual(['Next attempt', 'المحاولة التالية']),
      },
      {
        name: 'lockedUntil',
        type: 'date',
        label: bilingual(['Locked until', 'محجوز حتى']),
        admin: { hidden: true },
      },
      textField('lastError', ['Last error', 'آخر خطأ'], { maxLength: 1000 }),
      { name: 'doneAt', type: 'date', label: bilingual(['Done at', 'وقت الإنجاز']) },
    ],
  }),
  // Dead letters first: by the order of the type they come after "pending" and "done".
  defaultSort: ['-status', '-createdAt', 'id'],
  endpoints: outboxEndpoints,
};
