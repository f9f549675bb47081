export type Language = 'en' | 'ar';

const english = {
  testMode: 'Test mode: no real money moves here.',
  checkout: 'Pay',
  checkoutSetup: 'Save a card',
  items: 'What you buy',
  perUse: 'by use',
  total: 'To pay now',
  trial: 'Nothing to pay during the trial.',
  email: 'Email',
  cardNumber: 'Card number',
  expiry: 'Expires (month/year)',
  securityCode: 'Security code',
  promotionCode: 'Promotion code',
  pay: 'Pay',
  start: 'Start',
  save: 'Save',
  back: 'Back without paying',
  demoCards:
    'Demo cards: 4242 4242 4242 4242 pays, 4000 0000 0000 0002 is declined, 4000 0000 0000 0341 fails later, 4000 0000 0000 0259 is disputed.',
  done: 'This payment page is finished. You can close it.',
  expired: 'This payment page has expired. Go back and start again.',
  unknown: 'There is no such page. The address may be mistyped.',
  portal: 'Your billing',
  subscriptions: 'Subscriptions',
  noSubscriptions: 'No subscriptions.',
  cancelAtEnd: 'Cancel at the end of the period',
  keep: 'Keep it',
  endsOn: 'ends on',
  renewsOn: 'renews on',
  card: 'Card',
  noCard: 'No card is saved.',
  changeCard: 'Use this card from now on',
  invoices: 'Invoices',
  noInvoices: 'No invoices yet.',
  openInvoice: 'Pay',
  returnLink: 'Back to Daftar',
  connect: 'Partner account',
  connectText:
    'A real partner would answer questions about its business here. In test mode one press is enough.',
  connectButton: 'Answer all questions',
} as const;

export type Texts = Record<keyof typeof english, string>;

const arabic: Texts = {
  testMode: 'وضع الاختبار: لا تنتقل هنا أموال حقيقية.',
  checkout: 'الدفع',
  checkoutSetup: 'حفظ بطاقة',
  items: 'ما تشتريه',
  perUse: 'بحسب الاستخدام',
  total: 'المستحق الآن',
  trial: 'لا يُدفع شيء خلال الفترة التجريبية.',
  email: 'البريد الإلكتروني',
  cardNumber: 'رقم البطاقة',
  expiry: 'تاريخ الانتهاء (شهر/سنة)',
  securityCode: 'رمز الأمان',
  promotionCode: 'رمز الخصم',
  pay: 'ادفع',
  start: 'ابدأ',
  save: 'احفظ',
  back: 'العودة دون دفع',
  demoCards:
    'بطاقات تجريبية: \u20664242 4242 4242 4242\u2069 تدفع، \u20664000 0000 0000 0002\u2069 تُرفض، \u20664000 0000 0000 0341\u2069 تفشل لاحقًا، \u20664000 0000 0000 0259\u2069 يُعترض عليها.',
  done: 'اكتملت صفحة الدفع هذه. يمكنك إغلاقها.',
  expired: 'انتهت صلاحية صفحة الدفع هذه. ارجع وابدأ من جديد.',
  unknown: 'لا توجد صفحة كهذه. قد يكون العنوان مكتوبًا خطأً.',
  portal: 'فواتيرك واشتراكاتك',
  subscriptions: 'الاشتراكات',
  noSubscriptions: 'لا توجد اشتراكات.',
  cancelAtEnd: 'إلغاء الاشتراك في نهاية الفترة',
  keep: 'إبقاء الاشتراك',
  endsOn: 'ينتهي في',
  renewsOn: 'يتجدد في',
  card: 'البطاقة',
  noCard: 'لا توجد بطاقة محفوظة.',
  changeCard: 'استخدم هذه البطاقة من الآن',
  invoices: 'الفواتير',
  noInvoices: 'لا توجد فواتير بعد.',
  openInvoice: 'ادفع',
  returnLink: 'العودة إلى دفتر',
  connect: 'حساب الشريك',
  connectText: 'يجيب الشريك الحقيقي هنا عن أسئلة تخص نشاطه. في وضع الاختبار تكفي ضغطة واحدة.',
  connectButton: 'أجب عن كل الأسئلة',
};

/** The words of the pages that people see. */
export const texts: Record<Language, Texts> = { en: english, ar: arabic };

/** Arabic when the object asks for it or, without a wish, the browser does first. */
export function languageOf(locale: unknown, acceptLanguage: string | undefined): Language {
  if (typeof locale === 'string' && locale !== 'auto') return locale.startsWith('ar') ? 'ar' : 'en';
  return acceptLanguage?.trim().toLowerCase().startsWith('ar') ? 'ar' : 'en';
}

/** Minor units as people read them: 9,900 of usd is $99.00. Digits are Western in both languages. */
export function formatMoney(amount: number, currency: string, language: Language): string {
  const format = new Intl.NumberFormat(language === 'ar' ? 'ar-u-nu-latn' : 'en', {
    style: 'currency',
    currency: currency.toUpperCase(),
  });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

/** Unix seconds as a day, in UTC. */
export function formatDay(seconds: number, language: Language): string {
  const format = new Intl.DateTimeFormat(language === 'ar' ? 'ar-u-nu-latn-ca-gregory' : 'en-GB', {
    dateStyle: 'long',
    timeZone: 'UTC',
  });
  return format.format(seconds * 1000);
}
