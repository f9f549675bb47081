import type { CollectionConfig } from 'payload';
import { bilingual, relationField, selectField, tenantCollection, textField } from '../../tenancy/index.ts';
import { forOwnRole, ownMessages } from '../policies/own-rows.ts';

/** News from the school to everybody or to one role. */
export const Announcements: CollectionConfig = tenantCollection({
  slug: 'announcements',
  singular: ['Announcement', 'إعلان'],
  plural: ['Announcements', 'الإعلانات'],
  group: ['Communication', 'التواصل'],
  resource: 'communication',
  rows: forOwnRole,
  admin: { useAsTitle: 'title', defaultColumns: ['title', 'titleAr', 'targetRole', 'createdAt'] },
  fields: [
    textField('title', ['Title', 'العنوان'], { required: true }),
    textField('titleAr', ['Title in Arabic', 'العنوان بالعربية']),
    { name: 'body', type: 'textarea', maxLength: 5000, label: bilingual(['Text', 'النص']) },
    {
      name: 'bodyAr',
      type: 'textarea',
      maxLength: 5000,
      label: bilingual(['Text in Arabic', 'النص بالعربية']),
    },
    relationField('targetRole', ['For role (empty: everybody)', 'للدور (فارغ: الجميع)'], 'roles'),
  ],
});

/** A message to one person: written when it is decided, sent by the delivery job, never edited. */
export const Notifications: CollectionConfig = tenantCollection({
  slug: 'notifications',
  singular: ['Message', 'رسالة'],
  plural: ['Messages', 'الرسائل'],
  group: ['Communication', 'التواصل'],
  resource: 'messages',
  rows: ownMessages,
  readOnly: true,
  uniques: [['source', 'idempotencyKey']],
  indexes: [['status', 'createdAt']],
  admin: {
    useAsTitle: 'body',
    defaultColumns: ['createdAt', 'channel', 'guardian', 'body', 'language', 'parts', 'status'],
  },
  fields: [
    selectField(
      'channel',
      ['Channel', 'القناة'],
      { sms: ['SMS', 'رسالة نصية'], email: ['E-mail', 'بريد إلكتروني'] },
      { required: true },
    ),
    textField('source', ['Sent by', 'المرسِل'], { required: true }),
    textField('idempotencyKey', ['Key', 'المفتاح'], { required: true, admin: { hidden: true } }),
    relationField('guardian', ['Guardian', 'ولي الأمر'], 'guardians'),
    relationField('student', ['Student', 'الطالب'], 'students'),
    textField('recipient', ['To', 'إلى'], { required: true }),
    selectField(
      'language',
      ['Language', 'اللغة'],
      { en: ['English', 'الإنجليزية'], ar: ['Arabic', 'العربية'] },
      { required: true },
    ),
    { name: 'body', type: 'textarea', required: true, label: bilingual(['Text', 'النص']) },
    { name: 'parts', type: 'number', required: true, label: bilingual(['Parts', 'الأجزاء']) },
    selectField(
      'status',
      ['Status', 'الحالة'],
      {
        queued: ['Waiting', 'في الانتظار'],
        sending: ['Being sent', 'قيد الإرسال'],
        sent: ['Sent', 'أُرسلت'],
        failed: ['Failed', 'فشلت'],
        delivered: ['Delivered', 'وصلت'],
        undelivered: ['Not delivered', 'لم تصل'],
      },
      { required: true, defaultValue: 'queued' },
    ),
    textField('providerId', ['Provider id', 'معرّف المزود']),
    textField('failure', ['Failure', 'سبب الفشل'], { maxLength: 500 }),
    { name: 'attemptedAt', type: 'date', label: bilingual(['Last attempt', 'آخر محاولة']) },
    { name: 'sentAt', type: 'date', label: bilingual(['Sent at', 'وقت الإرسال']) },
    { name: 'notBefore', type: 'date', label: bilingual(['Not before', 'ليس قبل']) },
    { name: 'deliveredAt', type: 'date', label: bilingual(['Delivered at', 'وقت الوصول']) },
  ],
});
