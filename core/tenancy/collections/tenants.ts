import type { CollectionConfig } from 'payload';
import { dateTimeField, relationField, selectField, textField } from '../services/fields.ts';
import { bilingual } from '../services/labels.ts';
import { platformCollection } from '../services/platform-collection.ts';
import { dateTimeZones } from '../services/time-zones.ts';

// Plan, group, state, address and domain change by the procedures of core/administration alone, which check and audit.
const byProcedure = { access: { create: () => false, update: () => false }, admin: { readOnly: true } };

/** A school: the tenant every other record belongs to. */
export const Tenants: CollectionConfig = platformCollection({
  slug: 'tenants',
  singular: ['School', 'مدرسة'],
  plural: ['Schools', 'المدارس'],
  group: ['Schools', 'المدارس'],
  schoolsRead: true,
  fixedRows: true,
  admin: { useAsTitle: 'name', defaultColumns: ['name', 'subdomain', 'plan', 'status', 'createdAt'] },
  fields: [
    textField('name', ['Name', 'الاسم'], { required: true }),
    textField('nameAr', ['Name in Arabic', 'الاسم بالعربية']),
    textField('subdomain', ['Subdomain', 'النطاق الفرعي'], {
      required: true,
      unique: true,
      index: true,
      ...byProcedure,
    }),
    textField('customDomain', ['Custom domain', 'النطاق الخاص'], byProcedure),
    relationField('plan', ['Plan', 'الخطة'], 'plans', { required: true, ...byProcedure }),
    relationField('group', ['School group', 'مجموعة المدارس'], 'school-groups', byProcedure),
    selectField(
      'status',
      ['State', 'الحالة'],
      {
        trial: ['Trial', 'تجريبية'],
        active: ['Active', 'نشطة'],
        suspended: ['Suspended (read-only)', 'موقوفة (قراءة فقط)'],
        archived: ['Archived', 'مؤرشفة'],
      },
      { required: true, defaultValue: 'active', ...byProcedure },
    ),
    dateTimeField('trialEndsAt', ['Trial ends', 'تنتهي التجربة'], byProcedure),
    dateTimeField('suspendedAt', ['Suspended since', 'موقوفة منذ'], byProcedure),
    textField('suspendedReason', ['Why suspended', 'سبب الإيقاف'], byProcedure),
    dateTimeField('archivedAt', ['Archived since', 'مؤرشفة منذ'], byProcedure),
    selectField(
      'locale',
      ['Default language', 'اللغة الافتراضية'],
      { en: ['English', 'الإنجليزية'], ar: ['Arabic', 'العربية'] },
      { required: true, defaultValue: 'en' },
    ),
    selectField('timeZone', ['Time zone', 'المنطقة الزمنية'], dateTimeZones(), {
      required: true,
      defaultValue: 'Asia/Qatar',
    }),
    selectField(
      'currency',
      ['Currency', 'العملة'],
      { QAR: ['Qatari riyal', 'ريال قطري'], USD: ['US dollar', 'دولار أمريكي'] },
      { required: true, defaultValue: 'QAR' },
    ),
    selectField(
      'firstWeekday',
      ['Week begins on', 'بداية الأسبوع'],
      {
        '0': ['Sunday', 'الأحد'],
        '1': ['Monday', 'الإثنين'],
        '6': ['Saturday', 'السبت'],
      },
      { required: true, defaultValue: '0' },
    ),
    textField('weekendDays', ['Weekend days (0 is Sunday)', 'أيام العطلة (0 هو الأحد)'], { maxLength: 20 }),
    selectField(
      'calendarDisplay',
      ['Calendar', 'التقويم'],
      {
        gregorian: ['Gregorian', 'ميلادي'],
        gregorian_hijri: ['Gregorian with Hijri beside it', 'ميلادي وبجانبه هجري'],
      },
      { required: true, defaultValue: 'gregorian' },
    ),
    selectField(
      'digits',
      ['Digits', 'الأرقام'],
      { latn: ['0123456789', '0123456789'], arab: ['٠١٢٣٤٥٦٧٨٩', '٠١٢٣٤٥٦٧٨٩'] },
      { required: true, defaultValue: 'latn' },
    ),
    textField('brandColour', ['Brand colour', 'لون المدرسة'], { maxLength: 7 }),
    textField('logoKey', ['Logo file', 'ملف الشعار'], byProcedure),
    textField('mailFromName', ['Sender name of mails', 'اسم مرسل البريد'], { maxLength: 80 }),
    textField('mailReplyTo', ['Answers to mails go to', 'عنوان الرد على البريد']),
    textField('customDomainToken', ['Domain proof', 'رمز إثبات النطاق'], {
      ...byProcedure,
      admin: { hidden: true },
    }),
    dateTimeField('customDomainVerifiedAt', ['Domain proved', 'أُثبت النطاق'], byProcedure),
    dateTimeField('customDomainCheckedAt', ['Domain looked up', 'آخر تحقق من النطاق'], byProcedure),
    dateTimeField(
      'customDomainFailingSince',
      ['Domain proof missing since', 'الإثبات مفقود منذ'],
      byProcedure,
    ),
    selectField(
      'requireSecondFactor',
      ['Second factor', 'التحقق بخطوتين'],
      {
        optional: ['Everybody may', 'اختياري للجميع'],
        staff: ['Compulsory for the school’s staff', 'إلزامي لموظفي المدرسة'],
        everybody: ['Compulsory for everybody', 'إلزامي للجميع'],
      },
      { required: true, defaultValue: 'optional' },
    ),
    selectField(
      'supportApproval',
      ['Support access', 'دخول الدعم'],
      {
        required: ['Only after the school approved', 'بعد موافقة المدرسة فقط'],
        notify: ['The school is told', 'تُبلَّغ المدرسة'],
      },
      {
        required: true,
        defaultValue: 'required',
        // The school's own choice, made on its page; never the staff's.
        access: { create: () => false, update: () => false },
        admin: { readOnly: true },
      },
    ),
    {
      name: 'adminIpAllowList',
      type: 'textarea',
      maxLength: 2000,
      label: bilingual(['Panel only from these addresses', 'اللوحة من هذه العناوين فقط']),
    },
    textField('stripeCustomerId', ['Stripe customer', 'عميل Stripe'], {
      admin: { readOnly: true, position: 'sidebar' },
    }),
  ],
});
