import type { SayableArea } from './sayable-changes.ts';

type Forms = Record<'rises' | 'falls' | 'begins' | 'ends' | 'changes', string>;

/** How a change of one field is said. `begins` and `ends` are for a value that was not there, or is there no more. */
export type Pattern = {
  value:
    | 'money'
    | 'rate'
    | 'percent'
    | 'limit'
    | 'count'
    | 'overage'
    | 'flag'
    | 'name'
    | 'feature'
    | 'kind'
    | 'tax'
    | 'entry';
  /** What more of it means for a school's bill; absent where neither can be said. */
  more?: 'dearer' | 'cheaper';
  en: Forms;
  ar: Forms;
};

export const UNLIMITED = { en: 'unlimited', ar: 'بلا حد' };

/** A value with a name: "the monthly price rises from … to …". `isMany` for a name in the plural. */
function measure(
  value: Pattern['value'],
  more: Pattern['more'],
  [en, ar]: [string, string],
  ends: [string, string],
  isMany = false,
): Pattern {
  const s = isMany ? '' : 's';
  return {
    value,
    ...(more ? { more } : {}),
    en: {
      rises: `${en} rise${s} from {before} to {after}`,
      falls: `${en} fall${s} from {before} to {after}`,
      changes: `${en} change${s} from {before} to {after}`,
      begins: value === 'limit' ? `${en} change${s} from unlimited to {after}` : `${en} begin${s}: {after}`,
      ends: ends[0],
    },
    ar: {
      rises: `${ar}: زيادة من {before} إلى {after}`,
      falls: `${ar}: خفض من {before} إلى {after}`,
      changes: `${ar}: تغيير من {before} إلى {after}`,
      begins: value === 'limit' ? `${ar}: تغيير من ${UNLIMITED.ar} إلى {after}` : `${ar}: يبدأ {after}`,
      ends: ends[1],
    },
  };
}

/** A limit, of which nothing means unlimited. */
function limit([en, ar]: [string, string], more: Pattern['more'] = 'cheaper', isMany = true): Pattern {
  const change = isMany ? 'change' : 'changes';
  return measure(
    'limit',
    more,
    [en, ar],
    [`${en} ${change} from {before} to unlimited`, `${ar}: تغيير من {before} إلى ${UNLIMITED.ar}`],
    isMany,
  );
}

/** One sentence whatever the direction. */
function same(value: Pattern['value'], en: string, ar: string, more?: Pattern['more']): Pattern {
  const forms = (text: string): Forms => ({
    rises: text,
    falls: text,
    changes: text,
    begins: text,
    ends: text,
  });
  return { value, ...(more ? { more } : {}), en: forms(en), ar: forms(ar) };
}

/** Something that is there or not. */
function presence(
  value: Pattern['value'],
  begins: [string, string],
  ends: [string, string],
  more?: Pattern['more'],
): Pattern {
  return {
    value,
    ...(more ? { more } : {}),
    en: { rises: begins[0], falls: ends[0], changes: begins[0], begins: begins[0], ends: ends[0] },
    ar: { rises: begins[1], falls: ends[1], changes: begins[1], begins: begins[1], ends: ends[1] },
  };
}

const RENAMED = same(
  'name',
  'is renamed from “{before}” to “{after}”',
  'الاسم: تغيير من «{before}» إلى «{after}»',
);
const FEATURES = presence(
  'feature',
  ['now includes {after}', 'تشمل الآن: {after}'],
  ['no longer includes {before}', 'لم تعد تشمل: {before}'],
  'cheaper',
);
const BY_CONTRACT: [string, string] = [
  ' ends: it is agreed by contract',
  'ينتهي السعر المعلن ويُتفق عليه بعقد',
];

/** The sentences of every field of the price book. */
export const PATTERNS: Record<SayableArea, Record<string, Pattern>> = {
  plans: {
    entry: presence(
      'entry',
      ['is a new plan', 'خطة جديدة'],
      ['this plan ends; no school can choose it any more', 'تنتهي هذه الخطة ولا يمكن لأي مدرسة اختيارها'],
    ),
    name: RENAMED,
    monthly: measure(
      'money',
      'dearer',
      ['the monthly price', 'السعر الشهري'],
      [`the monthly price of {before}${BY_CONTRACT[0]}`, BY_CONTRACT[1]],
    ),
    yearly: measure(
      'money',
      'dearer',
      ['the yearly price', 'السعر السنوي'],
      [`the yearly price of {before}${BY_CONTRACT[0]}`, BY_CONTRACT[1]],
    ),
    students: limit(['the students included', 'عدد الطلاب المشمول']),
    teachers: limit(['the teachers included', 'عدد المعلمين المشمول']),
    storageGb: limit(['the gigabytes of storage included', 'غيغابايتات التخزين المشمولة']),
    studentCeiling: limit(['the student ceiling', 'الحد الأعلى للطلاب'], 'cheaper', false),
    studentOverage: measure(
      'overage',
      'dearer',
      ['the price of students above the included ones', 'سعر الطلاب فوق العدد المشمول'],
      [
        'students above the included ones are no longer charged ({before} before)',
        'لا رسوم على الطلاب فوق العدد المشمول (كانت {before})',
      ],
    ),
    storageOverage: measure(
      'overage',
      'dearer',
      ['the price of each started gigabyte above the included ones', 'سعر كل غيغابايت إضافي أو جزء منه'],
      [
        'storage above the included one is no longer charged ({before} before)',
        'لا رسوم على التخزين الإضافي (كانت {before})',
      ],
    ),
    features: FEATURES,
    isOpen: presence(
      'flag',
      ['new schools can choose it', 'متاحة للمدارس الجديدة'],
      [
        'new schools can no longer choose it; schools that have it keep it',
        'لم تعد متاحة للمدارس الجديدة، وتبقى للمدارس المشتركة فيها',
      ],
    ),
  },
  addOns: {
    entry: presence('entry', ['is a new add-on', 'إضافة جديدة'], ['this add-on ends', 'تنتهي هذه الإضافة']),
    name: RENAMED,
    kind: same('kind', 'is charged {after} instead of {before}', 'تُحتسب {after} بدلًا من {before}'),
    cents: measure('money', 'dearer', ['the price', 'السعر'], ['the price ends', 'ينتهي السعر']),
    features: FEATURES,
    storageGb: limit(['the gigabytes of storage it adds', 'غيغابايتات التخزين التي تضيفها']),
    inMrr: presence(
      'flag',
      ['now counts in recurring revenue', 'تُحتسب الآن ضمن الإيراد المتكرر'],
      ['no longer counts in recurring revenue', 'لم تعد تُحتسب ضمن الإيراد المتكرر'],
    ),
  },
  meters: {
    entry: presence('entry', ['is a new meter', 'عداد جديد'], ['this meter ends', 'ينتهي هذا العداد']),
    name: RENAMED,
    unit: same(
      'name',
      'the unit is called “{after}” instead of “{before}”',
      'اسم الوحدة: «{after}» بدلًا من «{before}»',
    ),
    rate: measure(
      'rate',
      'dearer',
      ['the price of one {unit}', 'سعر الوحدة ({unit})'],
      ['the price ends', 'ينتهي السعر'],
    ),
  },
  groupDiscount: {
    entry: presence(
      'entry',
      ['this discount begins', 'يبدأ هذا الخصم'],
      [
        'this discount ends; each school pays the full price from its next renewal',
        'ينتهي هذا الخصم وتدفع كل مدرسة السعر الكامل من تجديدها التالي',
      ],
    ),
    name: RENAMED,
    percent: measure(
      'percent',
      'cheaper',
      ['the discount', 'نسبة الخصم'],
      ['the discount ends', 'ينتهي الخصم'],
    ),
    fromSchools: measure(
      'count',
      'dearer',
      ['the number of active paying schools a group needs', 'عدد المدارس النشطة الدافعة المطلوب في المجموعة'],
      ['no number of schools is needed', 'لا يلزم عدد محدد من المدارس'],
    ),
  },
  rules: {
    trialDays: measure('count', 'cheaper', ['the days of a trial', 'أيام الفترة التجريبية'], ['', ''], true),
    graceHours: measure(
      'count',
      'cheaper',
      ['the hours of grace after an unpaid period', 'ساعات المهلة بعد فترة غير مدفوعة'],
      ['', ''],
      true,
    ),
    ceilingDays: measure(
      'count',
      'cheaper',
      ['the days of notices before a ceiling is enforced', 'أيام التنبيه قبل تطبيق الحد الأعلى'],
      ['', ''],
      true,
    ),
    tax: measure(
      'tax',
      'dearer',
      ['the tax', 'الضريبة'],
      ['no tax is charged any more ({before} before)', 'لم تعد تُحتسب ضريبة (كانت {before})'],
    ),
  },
};
