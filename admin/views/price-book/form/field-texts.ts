import type { Language } from '../../../components/language.ts';
import type { FieldProblem, FormArea } from './fields.ts';

type Texts = {
  labels: Record<string, string>;
  /** Where one path means different things in two areas. */
  special: Partial<Record<FormArea, Record<string, string>>>;
  problems: Record<FieldProblem, string>;
  hints: Partial<Record<string, string>>;
  charged: Record<'monthly' | 'once', string>;
};

const en: Texts = {
  labels: {
    code: 'Code',
    'name.en': 'Name in English',
    'name.ar': 'Name in Arabic',
    monthly: 'Monthly price, $',
    yearly: 'Yearly price, $',
    students: 'Students included',
    studentCeiling: 'Student ceiling',
    teachers: 'Teachers included',
    storageGb: 'Storage included, GB',
    'studentOverage.block': 'More students: started blocks of',
    'studentOverage.cents': 'More students: $ for a block, a month',
    'storageOverage.cents': 'More storage: $ for a started GB, a month',
    isOpen: 'New schools can choose it',
    features: 'Includes',
    kind: 'Charged',
    cents: 'Price, $',
    inMrr: 'Counts in recurring revenue',
    'unit.en': 'Unit in English',
    'unit.ar': 'Unit in Arabic',
    rate: 'Price of one unit, in cents',
    percent: 'Percent',
    fromSchools: 'From how many active paying schools',
    trialDays: 'Days of a trial',
    graceHours: 'Hours of grace after an unpaid period',
    ceilingDays: 'Days of notices before a ceiling is enforced',
  },
  special: { addOns: { storageGb: 'Adds storage, GB', features: 'Adds' } },
  problems: {
    needed: 'This is needed.',
    code: 'Small letters, digits and _ only, beginning with a letter.',
    taken: 'Another entry has this code.',
    money: 'An amount in dollars with at most two places, such as 99.00.',
    count: 'A whole number in the permitted range.',
    rate: 'An amount in cents such as 0.75, with at most twelve places.',
    percent: 'A percentage from 0 to 100, such as 12.5.',
    pair: 'Fill in both fields about more students, or neither.',
    tooLong: 'At most 120 letters.',
  },
  hints: {
    price: 'Empty: by contract',
    limit: 'Empty: unlimited',
    optionalCount: 'Empty: not charged',
    optionalMoney: 'Empty: not charged',
  },
  charged: { monthly: 'every month', once: 'once' },
};

const ar: Texts = {
  labels: {
    code: 'الرمز',
    'name.en': 'الاسم بالإنجليزية',
    'name.ar': 'الاسم بالعربية',
    monthly: 'السعر الشهري بالدولار',
    yearly: 'السعر السنوي بالدولار',
    students: 'عدد الطلاب المشمول',
    studentCeiling: 'الحد الأعلى للطلاب',
    teachers: 'عدد المعلمين المشمول',
    storageGb: 'التخزين المشمول (غيغابايت)',
    'studentOverage.block': 'طلاب إضافيون: حجم المجموعة',
    'studentOverage.cents': 'طلاب إضافيون: دولار لكل مجموعة شهريًا',
    'storageOverage.cents': 'تخزين إضافي: دولار لكل غيغابايت شهريًا',
    isOpen: 'متاحة للمدارس الجديدة',
    features: 'تشمل',
    kind: 'تُحتسب',
    cents: 'السعر بالدولار',
    inMrr: 'تُحتسب ضمن الإيراد المتكرر',
    'unit.en': 'الوحدة بالإنجليزية',
    'unit.ar': 'الوحدة بالعربية',
    rate: 'سعر الوحدة بالسنت',
    percent: 'النسبة المئوية',
    fromSchools: 'عدد المدارس النشطة الدافعة المطلوب',
    trialDays: 'أيام الفترة التجريبية',
    graceHours: 'ساعات المهلة بعد فترة غير مدفوعة',
    ceilingDays: 'أيام التنبيه قبل تطبيق الحد الأعلى',
  },
  special: { addOns: { storageGb: 'تضيف تخزينًا (غيغابايت)', features: 'تضيف' } },
  problems: {
    needed: 'هذا الحقل مطلوب.',
    code: 'أحرف لاتينية صغيرة وأرقام و_ فقط، ويبدأ بحرف.',
    taken: 'الرمز مستخدم في عنصر آخر.',
    money: 'مبلغ بالدولار بمنزلتين عشريتين على الأكثر، مثل 99.00.',
    count: 'عدد صحيح ضمن المدى المسموح.',
    rate: 'مبلغ بالسنت مثل 0.75 باثنتي عشرة منزلة على الأكثر.',
    percent: 'نسبة من 0 إلى 100، مثل 12.5.',
    pair: 'املأ حقلي الطلاب الإضافيين معًا أو اتركهما فارغين.',
    tooLong: '120 حرفًا على الأكثر.',
  },
  hints: {
    price: 'فارغ: بعقد',
    limit: 'فارغ: بلا حد',
    optionalCount: 'فارغ: بلا رسوم',
    optionalMoney: 'فارغ: بلا رسوم',
  },
  charged: { monthly: 'كل شهر', once: 'مرة واحدة' },
};

/** The words of the fields of the price book. */
export const FIELD_TEXTS: Record<Language, Texts> = { en, ar };

/** The label of a field in its area. */
export function labelOf(area: FormArea, path: string, language: Language): string {
  const texts = FIELD_TEXTS[language];
  return texts.special[area]?.[path] ?? texts.labels[path] ?? path;
}
