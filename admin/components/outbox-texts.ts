import type { Language } from './language.ts';

/** Texts of the console's list of events. */
export const OUTBOX_TEXTS: Record<Language, Record<OutboxText, string>> = {
  en: {
    show: 'Show',
    all: 'All events',
    dead: 'Dead letters',
    pending: 'Waiting',
    done: 'Done',
    noDead: 'There are no dead letters: every event was handled or is still being tried.',
    retry: 'Try again',
    retrying: 'Trying…',
    retried: 'The event is due again and will be handled in a moment.',
    offline: 'The server cannot be reached. Try again.',
  },
  ar: {
    show: 'عرض',
    all: 'كل الأحداث',
    dead: 'العالقة',
    pending: 'في الانتظار',
    done: 'المنجزة',
    noDead: 'لا توجد أحداث عالقة: كل حدث أُنجز أو ما زالت محاولته جارية.',
    retry: 'إعادة المحاولة',
    retrying: 'جارية…',
    retried: 'أُعيد الحدث إلى الانتظار وسيُعالج بعد لحظات.',
    offline: 'تعذّر الوصول إلى الخادم. حاول مرة أخرى.',
  },
};

type OutboxText =
  | 'all'
  | 'dead'
  | 'done'
  | 'noDead'
  | 'offline'
  | 'pending'
  | 'retried'
  | 'retry'
  | 'retrying'
  | 'show';
