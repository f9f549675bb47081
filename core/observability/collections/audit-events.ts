import type { Access, CollectionConfig } from 'payload';
import {
  bilingual,
  can,
  jsonField,
  limitRows,
  PLATFORM_COLLECTIONS,
  selectField,
  textField,
  viewerOf,
} from '../../tenancy/index.ts';

PLATFORM_COLLECTIONS.add('audit-events');

const readers: Access = async ({ req }) => {
  const realm = viewerOf(req)?.realm;
  return realm === 'platform' || (realm === 'school' && (await can(req, 'audit.read')));
};

/**
 * Who did what, when and from where. Append-only: the application's roles may insert and read, nothing else. A school
 * sees its own; staff see what has no school and what staff did at a school, never what a school's people did.
 */
export const AuditEvents: CollectionConfig = {
  slug: 'audit-events',
  labels: {
    singular: bilingual(['Audit entry', 'قيد تدقيق']),
    plural: bilingual(['Audit trail', 'سجل التدقيق']),
  },
  lockDocuments: false,
  defaultSort: ['-createdAt', 'id'],
  access: { read: readers, create: () => false, update: () => false, delete: () => false },
  hooks: { beforeOperation: [limitRows] },
  admin: {
    useAsTitle: 'action',
    group: bilingual(['Administration', 'الإدارة']),
    defaultColumns: ['createdAt', 'actorLabel', 'action', 'subjectLabel', 'outcome', 'ip'],
    hidden: ({ user }) => (user as { realm?: string } | null)?.realm === 'partner',
    pagination: { defaultLimit: 25, limits: [10, 25, 50, 100] },
  },
  fields: [
    {
      name: 'tenant',
      type: 'relationship',
      relationTo: 'tenants',
      index: false,
      maxDepth: 0,
      admin: { hidden: true, disableListColumn: true, disableListFilter: true },
    },
    selectField(
      'category',
      ['Kind', 'النوع'],
      {
        change: ['Change', 'تغيير'],
        sign_in: ['Sign-in', 'دخول'],
        access: ['Sensitive record seen', 'اطلاع على سجل حساس'],
        export: ['Export', 'تصدير'],
        support: ['Support access', 'دخول الدعم'],
        admin: ['Administration', 'إدارة'],
      },
      { required: true, defaultValue: 'change' },
    ),
    textField('action', ['Action', 'الإجراء'], { required: true, maxLength: 80 }),
    selectField(
      'outcome',
      ['Outcome', 'النتيجة'],
      {
        success: ['Done', 'تم'],
        failure: ['Failed', 'فشل'],
        denied: ['Refused', 'مرفوض'],
      },
      { required: true, defaultValue: 'success' },
    ),
    selectField(
      'actorKind',
      ['Who', 'الفاعل'],
      {
        user: ['Person', 'شخص'],
        staff: ['Daftar staff', 'موظفو دفتر'],
        api_key: ['API key', 'مفتاح واجهة برمجية'],
        plugin: ['Add-on', 'إضافة'],
        system: ['Daftar itself', 'دفتر نفسه'],
        anonymous: ['Not signed in', 'غير مسجل الدخول'],
      },
      { required: true, defaultValue: 'system' },
    ),
    textField('actorId', ['Actor id', 'معرّف الفاعل'], { maxLength: 64 }),
    textField('actorLabel', ['By', 'بواسطة']),
    textField('subjectCollection', ['Records', 'السجلات'], { maxLength: 80 }),
    textField('subjectId', ['Record id', 'معرّف السجل'], { maxLength: 64 }),
    textField('subjectLabel', ['Record', 'السجل']),
    textField('ip', ['From address', 'من العنوان'], { maxLength: 64 }),
    textField('userAgent', ['Device', 'الجهاز'], { maxLength: 400 }),
    textField('requestId', ['Request', 'الطلب'], { maxLength: 64 }),
    jsonField('before', ['Before', 'قبل']),
    jsonField('after', ['After', 'بعد']),
    jsonField('details', ['Details', 'تفاصيل']),
  ],
};
