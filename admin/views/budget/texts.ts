import type { Language } from '../../components/language.ts';

const en = {
  title: 'Budget of this month',
  lead: 'You decide what metered services may cost in a calendar month. Amounts are US dollars without tax; what your plan includes or a trial waives counts too.',
  all: 'All metered services together',
  rate: '{rate} cents a {unit}',
  used: '{used} spent or reserved',
  usedOf: '{used} of {limit} spent or reserved',
  forecast:
    'If the month goes on as so far, the budget is used up on {date}: a straight line, not a promise.',
  reached: 'The budget is used up. Nothing more is done until next month or until you raise it.',
  limit: 'At most in a month (US dollars)',
  none: 'No budget',
  hard: 'Stop at the budget',
  soft: 'Only tell us',
  how: 'When the budget is reached',
  alerts: 'Administrators get a mail at 50, 80 and 100 percent.',
  save: 'Save budgets',
  saved: 'The budgets are saved.',
  amount: 'Write an amount such as 10 or 10.50, or leave it empty for no budget.',
  plan: 'What the plan {plan} includes',
  students: 'Active students',
  teachers: 'Active teachers',
  storage_bytes: 'Files (GB)',
  included: '{used} of {limit} included',
  unlimited: '{used}, without limit',
  offline: 'The server could not be reached. Check the connection and try again.',
};

export type BudgetTexts = typeof en;

const ar: BudgetTexts = {
  title: 'ميزانية هذا الشهر',
  lead: 'أنت تحدد كم يمكن أن تكلّف الخدمات المقيسة في الشهر الميلادي. المبالغ بالدولار الأمريكي من دون ضريبة، ويُحسب أيضًا ما تشمله الخطة أو تعفي منه الفترة التجريبية.',
  all: 'جميع الخدمات المقيسة معًا',
  rate: '{rate} سنت لكل {unit}',
  used: 'أُنفق أو حُجز {used}',
  usedOf: 'أُنفق أو حُجز {used} من أصل {limit}',
  forecast: 'إذا استمر الشهر كما كان حتى الآن فستُستنفد الميزانية في {date}: تقدير خطي وليس وعدًا.',
  reached: 'استُنفدت الميزانية. لن يُنفَّذ المزيد حتى الشهر القادم أو حتى ترفعها.',
  limit: 'الحد الأقصى في الشهر (دولار أمريكي)',
  none: 'بلا ميزانية',
  hard: 'التوقف عند الميزانية',
  soft: 'التنبيه فقط',
  how: 'عند بلوغ الميزانية',
  alerts: 'تصل إلى المسؤولين رسالة عند 50 و80 و100 في المئة.',
  save: 'حفظ الميزانيات',
  saved: 'حُفظت الميزانيات.',
  amount: 'اكتب مبلغًا مثل 10 أو 10.50، أو اتركه فارغًا لعدم وجود ميزانية.',
  plan: 'ما تشمله الخطة {plan}',
  students: 'الطلاب النشطون',
  teachers: 'المعلمون النشطون',
  storage_bytes: 'الملفات (غيغابايت)',
  included: '{used} من أصل {limit} مشمولة',
  unlimited: '{used}، بلا حد',
  offline: 'تعذّر الوصول إلى الخادم. تحقق من الاتصال وحاول مرة أخرى.',
};

export const BUDGET_TEXTS: Record<Language, BudgetTexts> = { en, ar };
