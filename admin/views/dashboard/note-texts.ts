export const NOTE_TEXTS = {
  en: {
    title: 'Notes for you',
    open: 'Open',
    read: 'Mark as read',
    allRead: 'Mark all as read',
    offline: 'The server could not be reached. Try again.',
  },
  ar: {
    title: 'ملاحظات لك',
    open: 'فتح',
    read: 'تعليم كمقروءة',
    allRead: 'تعليم الكل كمقروء',
    offline: 'تعذّر الوصول إلى الخادم. حاول مرة أخرى.',
  },
} as const;
