import type { Language } from '../../../kernel/index.ts';

type Sentences = {
  budgetHeading: string;
  budgetUsed: string;
  budgetHard: string;
  budgetSoft: string;
  forecast: string;
  quotaHeading: string;
  quotaUsed: string;
  quotaMore: string;
  ceilingHeading: string;
  ceilingUsed: string;
  ceilingFrom: string;
  ceilingNow: string;
  all: string;
  students: string;
  teachers: string;
  storage: string;
  budgetButton: string;
  planButton: string;
};

/** The mails about budgets, quotas and the ceiling of students. */
export const ALERT_TEXTS: Record<Language, Sentences> = {
  en: {
    budgetHeading: '{percent}% of the month’s budget for {name} is used',
    budgetUsed: '{used} of {limit} are spent or reserved this month.',
    budgetHard: 'At {limit} nothing more is done until the next month begins or the budget is raised.',
    budgetSoft: 'The budget only tells: work goes on above it.',
    forecast:
      'If the rest of the month goes as the month so far, the budget is used up on {date}. This is a straight line, not a promise.',
    quotaHeading: '{percent}% of the {name} in your plan are used',
    quotaUsed: 'Your school has {used} of {limit} {name} that the plan includes.',
    quotaMore: 'What the plan says about more, and which plan has more, is on the page "Plan and invoices".',
    ceilingHeading: 'Your school has more students than its plan allows',
    ceilingUsed: 'Your school has {used} active students; the plan’s ceiling is {limit}.',
    ceilingFrom:
      'Nothing that exists stops. From {date} no further students can be made active until you take a larger plan.',
    ceilingNow:
      'Nothing that exists stops. No further students can be made active until you take a larger plan.',
    all: 'all metered services',
    students: 'students',
    teachers: 'teachers',
    storage: 'gigabytes',
    budgetButton: 'Open usage and budgets',
    planButton: 'Open the plan',
  },
  ar: {
    budgetHeading: 'استُخدم {percent}% من ميزانية الشهر للبند: {name}',
    budgetUsed: 'أُنفق أو حُجز {used} من أصل {limit} هذا الشهر.',
    budgetHard: 'عند بلوغ {limit} لا يُنفَّذ المزيد حتى يبدأ الشهر القادم أو تُرفع الميزانية.',
    budgetSoft: 'هذه الميزانية للتنبيه فقط: يستمر العمل بعد تجاوزها.',
    forecast: 'إذا سار بقية الشهر كما سار حتى الآن فستُستنفد الميزانية في {date}. هذا تقدير خطي وليس وعدًا.',
    quotaHeading: 'استُخدم {percent}% من حصة خطتك: {name}',
    quotaUsed: 'لدى مدرستك {used} من أصل {limit} تشملها الخطة ({name}).',
    quotaMore: 'ما تنص عليه الخطة بشأن الزيادة، والخطة التي تتسع لأكثر، موضح في صفحة «الخطة والفواتير».',
    ceilingHeading: 'عدد طلاب مدرستك أكبر مما تسمح به خطتها',
    ceilingUsed: 'لدى مدرستك {used} من الطلاب النشطين، والحد الأعلى للخطة {limit}.',
    ceilingFrom: 'لن يتوقف شيء قائم. ابتداءً من {date} لا يمكن تفعيل طلاب آخرين حتى تنتقل إلى خطة أكبر.',
    ceilingNow: 'لن يتوقف شيء قائم. لا يمكن تفعيل طلاب آخرين حتى تنتقل إلى خطة أكبر.',
    all: 'جميع الخدمات المقيسة',
    students: 'الطلاب',
    teachers: 'المعلمون',
    storage: 'غيغابايت',
    budgetButton: 'فتح الاستخدام والميزانيات',
    planButton: 'فتح الخطة',
  },
};
