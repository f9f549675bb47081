import type { Language } from '../../../core/kernel/index.ts';
import type { PluralForms } from '../../components/format.ts';

const en = {
  scope: 'Grade or class',
  all: 'The whole term',
  publishAll: 'Publish the whole term',
  publishScope: 'Publish {title}',
  withdraw: 'Withdraw',
  withdrawSelected: {
    one: 'Withdraw {count} lesson group',
    other: 'Withdraw {count} lesson groups',
  } as PluralForms,
  publishTitle: {
    one: 'Publish {count} lesson group?',
    other: 'Publish {count} lesson groups?',
  } as PluralForms,
  publishText: 'Families see the results and term marks at once. It goes on when you leave this page.',
  withdrawTitle: {
    one: 'Withdraw {count} lesson group?',
    other: 'Withdraw {count} lesson groups?',
  } as PluralForms,
  withdrawText:
    'Families do not see these marks any more, and they can be changed again. What was published stays in the history.',
  reckoning: 'Looking what can go out…',
  published: {
    one: '{count} lesson group is out already.',
    other: '{count} lesson groups are out already.',
  } as PluralForms,
  refused: {
    notApproved: {
      one: '{count} lesson group is not approved and stays as it is.',
      other: '{count} lesson groups are not approved and stay as they are.',
    } as PluralForms,
    missingMarks: {
      one: '{count} lesson group has empty cells.',
      other: '{count} lesson groups have empty cells.',
    } as PluralForms,
    periodsOpen: {
      one: '{count} lesson group has grading periods that are not published, and stays as it is.',
      other: '{count} lesson groups have grading periods that are not published, and stay as they are.',
    } as PluralForms,
  },
  withEmptyCells: 'Publish those with empty cells too; what is empty does not count.',
  publish: 'Publish',
  note: 'Note',
  running: {
    publish: 'Publishing: {done} of {total} lesson groups',
    withdraw: 'Withdrawing: {done} of {total} lesson groups',
  },
  done: {
    publish: {
      one: '{count} lesson group was made public.',
      other: '{count} lesson groups were made public.',
    } as PluralForms,
    withdraw: {
      one: '{count} lesson group was withdrawn.',
      other: '{count} lesson groups were withdrawn.',
    } as PluralForms,
  },
  told: {
    one: '{count} guardian gets a message.',
    other: '{count} guardians get a message.',
  } as PluralForms,
  left: {
    one: '{count} was left as it is:',
    other: '{count} were left as they are:',
  } as PluralForms,
  reasons: {
    notApproved: 'not approved',
    published: 'out already',
    periodsOpen: 'its grading periods are not published',
    termStands: 'the term mark made of it is published; withdraw that first',
  },
  emptyCells: { one: '{count} empty cell', other: '{count} empty cells' } as PluralForms,
  more: { one: 'and {count} more', other: 'and {count} more' } as PluralForms,
  stop: 'Stop',
  cancelled: 'Stopped. What was done stays.',
  failed: 'This did not come to its end. What was done stays; start it again for the rest.',
};

const ar: typeof en = {
  scope: 'الصف أو الشعبة',
  all: 'الفصل كله',
  publishAll: 'نشر الفصل كله',
  publishScope: 'نشر {title}',
  withdraw: 'سحب',
  withdrawSelected: {
    zero: 'لا شيء للسحب',
    one: 'سحب مجموعة واحدة',
    two: 'سحب مجموعتين',
    few: 'سحب {count} مجموعات',
    many: 'سحب {count} مجموعة',
    other: 'سحب {count} مجموعة',
  },
  publishTitle: {
    zero: 'لا شيء للنشر',
    one: 'نشر مجموعة دراسية واحدة؟',
    two: 'نشر مجموعتين دراسيتين؟',
    few: 'نشر {count} مجموعات دراسية؟',
    many: 'نشر {count} مجموعة دراسية؟',
    other: 'نشر {count} مجموعة دراسية؟',
  },
  publishText: 'ترى الأسر النتائج ودرجات الفصل فورًا. ويستمر العمل إذا غادرت هذه الصفحة.',
  withdrawTitle: {
    zero: 'لا شيء للسحب',
    one: 'سحب مجموعة دراسية واحدة؟',
    two: 'سحب مجموعتين دراسيتين؟',
    few: 'سحب {count} مجموعات دراسية؟',
    many: 'سحب {count} مجموعة دراسية؟',
    other: 'سحب {count} مجموعة دراسية؟',
  },
  withdrawText: 'لن ترى الأسر هذه الدرجات بعد الآن، ويمكن تعديلها من جديد. ويبقى ما نُشر محفوظًا في السجل.',
  reckoning: 'جارٍ حصر ما يمكن نشره…',
  published: {
    zero: 'لا مجموعات منشورة من قبل.',
    one: 'نُشرت مجموعة واحدة من قبل.',
    two: 'نُشرت مجموعتان من قبل.',
    few: 'نُشرت {count} مجموعات من قبل.',
    many: 'نُشرت {count} مجموعة من قبل.',
    other: 'نُشرت {count} مجموعة من قبل.',
  },
  refused: {
    notApproved: {
      zero: 'كل المجموعات معتمدة.',
      one: 'مجموعة واحدة غير معتمدة وتبقى كما هي.',
      two: 'مجموعتان غير معتمدتين وتبقيان كما هما.',
      few: '{count} مجموعات غير معتمدة وتبقى كما هي.',
      many: '{count} مجموعة غير معتمدة وتبقى كما هي.',
      other: '{count} مجموعة غير معتمدة وتبقى كما هي.',
    },
    missingMarks: {
      zero: 'لا خلايا فارغة.',
      one: 'في مجموعة واحدة خلايا فارغة.',
      two: 'في مجموعتين خلايا فارغة.',
      few: 'في {count} مجموعات خلايا فارغة.',
      many: 'في {count} مجموعة خلايا فارغة.',
      other: 'في {count} مجموعة خلايا فارغة.',
    },
    periodsOpen: {
      zero: 'كل الفترات منشورة.',
      one: 'مجموعة واحدة لم تُنشر فتراتها وتبقى كما هي.',
      two: 'مجموعتان لم تُنشر فتراتهما وتبقيان كما هما.',
      few: '{count} مجموعات لم تُنشر فتراتها وتبقى كما هي.',
      many: '{count} مجموعة لم تُنشر فتراتها وتبقى كما هي.',
      other: '{count} مجموعة لم تُنشر فتراتها وتبقى كما هي.',
    },
  },
  withEmptyCells: 'انشر أيضًا ما فيه خلايا فارغة، ولا يُحتسب الفارغ.',
  publish: 'نشر',
  note: 'ملاحظة',
  running: {
    publish: 'جارٍ النشر: {done} من {total} من المجموعات',
    withdraw: 'جارٍ السحب: {done} من {total} من المجموعات',
  },
  done: {
    publish: {
      zero: 'لم تُتح أي مجموعة للأسر.',
      one: 'أُتيحت مجموعة واحدة للأسر.',
      two: 'أُتيحت مجموعتان للأسر.',
      few: 'أُتيحت {count} مجموعات للأسر.',
      many: 'أُتيحت {count} مجموعة للأسر.',
      other: 'أُتيحت {count} مجموعة للأسر.',
    },
    withdraw: {
      zero: 'لم تُسحب أي مجموعة.',
      one: 'سُحبت مجموعة واحدة.',
      two: 'سُحبت مجموعتان.',
      few: 'سُحبت {count} مجموعات.',
      many: 'سُحبت {count} مجموعة.',
      other: 'سُحبت {count} مجموعة.',
    },
  },
  told: {
    zero: 'لا رسائل إلى أولياء الأمور.',
    one: 'تصل رسالة إلى ولي أمر واحد.',
    two: 'تصل رسالة إلى وليّي أمر.',
    few: 'تصل رسالة إلى {count} من أولياء الأمور.',
    many: 'تصل رسالة إلى {count} من أولياء الأمور.',
    other: 'تصل رسالة إلى {count} من أولياء الأمور.',
  },
  left: {
    zero: 'لم يبق شيء:',
    one: 'بقيت مجموعة واحدة كما هي:',
    two: 'بقيت مجموعتان كما هما:',
    few: 'بقيت {count} مجموعات كما هي:',
    many: 'بقيت {count} مجموعة كما هي:',
    other: 'بقيت {count} مجموعة كما هي:',
  },
  reasons: {
    notApproved: 'غير معتمدة',
    published: 'متاحة من قبل',
    periodsOpen: 'لم تُنشر فتراتها',
    termStands: 'درجة الفصل المبنية عليها منشورة، اسحبها أولًا',
  },
  emptyCells: {
    zero: 'لا خلايا فارغة',
    one: 'خلية فارغة واحدة',
    two: 'خليتان فارغتان',
    few: '{count} خلايا فارغة',
    many: '{count} خلية فارغة',
    other: '{count} خلية فارغة',
  },
  more: {
    zero: '',
    one: 'وواحدة أخرى',
    two: 'واثنتان أخريان',
    few: 'و{count} أخرى',
    many: 'و{count} أخرى',
    other: 'و{count} أخرى',
  },
  stop: 'إيقاف',
  cancelled: 'أُوقف العمل، ويبقى ما أُنجز.',
  failed: 'لم يكتمل العمل. يبقى ما أُنجز، ابدأ من جديد لما تبقّى.',
};

export type PublicationTexts = typeof en;

/** Every text about the publication of a whole term, in both languages. */
export const PUBLICATION_TEXTS: Record<Language, PublicationTexts> = { en, ar };
