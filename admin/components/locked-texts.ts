import type { Language } from './language.ts';

type LockedTexts = {
  title: string;
  offers: string;
  addOn: string;
  monthly: string;
  byContract: string;
  button: string;
  /** By feature: what a school gets with it. */
  what: Record<string, string>;
};

const en: LockedTexts = {
  title: 'Not part of your plan: {name}',
  offers: 'It is part of:',
  addOn: 'add-on',
  monthly: '{price} a month',
  byContract: 'price by agreement',
  button: 'See plans and prices',
  what: {
    api_access: 'Programs of your school read and write its records with keys that you make and end.',
    sso: 'Your people sign in with the accounts they already have, for example of Microsoft or Google.',
    custom_domain: 'Your school is reached at an address of its own instead of a name of ours.',
    white_label: 'Pages and mails carry your name, logo and colour.',
    add_ons: 'Partners add what your school wants beyond the core: messages, analytics, documents and more.',
    advanced_reports: 'Reports across classes, terms and years.',
    guardian_portal: 'Guardians see marks, attendance and fees of their children.',
    ai_analytics: 'Pupils who need help are noticed earlier.',
    lms: 'Lessons, tasks and hand-ins in one place.',
  },
};

const ar: LockedTexts = {
  title: 'غير مشمول في خطتك: {name}',
  offers: 'تتوفر هذه الميزة في:',
  addOn: 'إضافة',
  monthly: '{price} شهريًا',
  byContract: 'السعر بالاتفاق',
  button: 'عرض الخطط والأسعار',
  what: {
    api_access: 'تقرأ برامج مدرستك سجلاتها وتكتبها بمفاتيح تنشئها وتنهيها أنت.',
    sso: 'يسجّل منسوبو المدرسة الدخول بحساباتهم الحالية، مثل حسابات Microsoft أو Google.',
    custom_domain: 'يُفتح موقع مدرستك بعنوان خاص بها بدلًا من اسم تابع لنا.',
    white_label: 'تحمل الصفحات والرسائل اسم مدرستك وشعارها ولونها.',
    add_ons: 'يضيف الشركاء ما تريده مدرستك زيادة على الأساس: الرسائل والتحليلات والوثائق وغيرها.',
    advanced_reports: 'تقارير تشمل الصفوف والفصول والأعوام.',
    guardian_portal: 'يطّلع أولياء الأمور على درجات أبنائهم وحضورهم ورسومهم.',
    ai_analytics: 'يُلاحَظ مبكرًا الطلاب الذين يحتاجون إلى المساعدة.',
    lms: 'الدروس والواجبات وتسليمها في مكان واحد.',
  },
};

export const LOCKED_TEXTS: Record<Language, LockedTexts> = { en, ar };
