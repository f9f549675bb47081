/** Prices, subscriptions and invoices of the platform. */
export const BILLING_ERRORS = {
  'price.unknown': {
    status: 409,
    en: 'The price book has no {cycle} price for the plan "{plan}". Choose another plan or cycle, or agree a contract.',
    ar: 'لا يتضمن دليل الأسعار سعرًا لدورة {cycle} للخطة «{plan}». اختر خطة أو دورة أخرى، أو اتفق على عقد.',
  },
  'price.no_book': {
    status: 500,
    en: 'No price book is valid at this moment. Publish one in the console.',
    ar: 'لا يوجد دليل أسعار سارٍ في هذه اللحظة. انشر دليلًا من لوحة الإدارة.',
  },
} as const;
