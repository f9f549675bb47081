import type { Language } from '../../components/language.ts';

const en = {
  title: 'Partners’ shares',
  lead: 'Which share of collected money each publisher has, what was transferred and what waits. Agreements are never changed: a new one follows.',
  closed: 'This page belongs to the console.',
  offline: 'The server cannot be reached. Check your connection and try again.',
  publishers: 'Publishers',
  publisher: 'Publisher',
  account: 'Stripe account',
  noAccount: 'None: transfers wait',
  right: 'Right',
  transferred: 'Transferred',
  waiting: 'Orders that wait',
  setAccount: 'Set account',
  agreements: 'Agreements',
  code: 'Add-on or meter',
  share: 'Share (%)',
  from: 'For invoices from (UTC)',
  by: 'By',
  agree: 'Agree',
  none: 'There is no agreement yet.',
};

const ar: typeof en = {
  title: 'حصص الشركاء',
  lead: 'حصة كل ناشر من المبالغ المحصَّلة، وما حُوِّل وما ينتظر. لا تُعدَّل الاتفاقات: يتبعها اتفاق جديد.',
  closed: 'هذه الصفحة خاصة بلوحة الإدارة.',
  offline: 'تعذّر الوصول إلى الخادم. تحقق من الاتصال وحاول مرة أخرى.',
  publishers: 'الناشرون',
  publisher: 'الناشر',
  account: 'حساب Stripe',
  noAccount: 'لا يوجد: التحويلات تنتظر',
  right: 'المستحق',
  transferred: 'المحوَّل',
  waiting: 'أوامر منتظرة',
  setAccount: 'تعيين الحساب',
  agreements: 'الاتفاقات',
  code: 'الإضافة أو العداد',
  share: 'الحصة (%)',
  from: 'للفواتير من (UTC)',
  by: 'أبرمه',
  agree: 'اتفاق',
  none: 'لا يوجد اتفاق بعد.',
};

export type PartnerSharesTexts = typeof en;

/** Texts of the page of partners' shares on the console. */
export const PARTNER_SHARES_TEXTS: Record<Language, PartnerSharesTexts> = { en, ar };
