import type { z } from 'zod';
import { AppError } from '../../../kernel/index.ts';
import { type PriceBookContent, priceBookContent } from './content.ts';

/** What is wrong with one field, in words; `path` leads to it, such as `plans.0.monthly`. */
export type FieldProblem = { path: string; message: { en: string; ar: string } };

const problem = (path: string, en: string, ar: string): FieldProblem => ({ path, message: { en, ar } });

/**
 * The content of a price book, complete and sensible. Throws price.content_invalid with all problems in `data.fields`, each
 * with the path of its field and a sentence in both languages.
 */
export function checkContent(raw: unknown): PriceBookContent {
  const parsed = priceBookContent.safeParse(raw);
  const problems = parsed.success ? senseOf(parsed.data) : parsed.error.issues.map(inWords);
  if (parsed.success && problems.length === 0) return parsed.data;
  const first = problems[0];
  throw new AppError(
    'price.content_invalid',
    {
      count: problems.length,
      reason: first ? `${first.path}: ${first.message.en}` : '',
      reasonAr: first ? `${first.path}: ${first.message.ar}` : '',
    },
    { data: { fields: problems } },
  );
}

function inWords(issue: z.core.$ZodIssue): FieldProblem {
  const path = issue.path.join('.');
  switch (issue.code) {
    case 'invalid_type':
      return problem(path, 'this is missing or of the wrong kind.', 'القيمة ناقصة أو من نوع غير مناسب.');
    case 'too_small':
      return problem(path, `use at least ${issue.minimum}.`, `استخدم ${issue.minimum} على الأقل.`);
    case 'too_big':
      return problem(path, `use at most ${issue.maximum}.`, `استخدم ${issue.maximum} على الأكثر.`);
    case 'unrecognized_keys':
      return problem(
        path,
        `there is no field ${issue.keys.join(', ')}.`,
        `لا يوجد حقل باسم ${issue.keys.join('، ')}.`,
      );
    case 'invalid_format':
      return problem(path, formatOf(path).en, formatOf(path).ar);
    case 'invalid_value':
      return problem(
        path,
        `use one of: ${issue.values.map(String).join(', ')}.`,
        `استخدم إحدى القيم: ${issue.values.map(String).join('، ')}.`,
      );
    default:
      return problem(path, `${issue.message}.`, 'يلزم رمز مختلف لكل خطة وإضافة وعداد.');
  }
}

function formatOf(path: string): { en: string; ar: string } {
  if (path.endsWith('rate'))
    return { en: 'write an amount of cents such as 0.75.', ar: 'اكتب مبلغًا بالسنت مثل 0.75.' };
  if (path.endsWith('percent'))
    return { en: 'write a percentage such as 10 or 12.5.', ar: 'اكتب نسبة مئوية مثل 10 أو 12.5.' };
  return {
    en: 'use small Latin letters, digits and _, beginning with a letter.',
    ar: 'استخدم حروفًا لاتينية صغيرة وأرقامًا والشرطة السفلية، على أن يبدأ بحرف.',
  };
}

// What fits the form and still makes no sense.
function senseOf(book: PriceBookContent): FieldProblem[] {
  const problems = book.plans.flatMap((plan, index) => {
    const at = (field: string) => `plans.${index}.${field}`;
    const found: FieldProblem[] = [];
    if (plan.isOpen && plan.monthly === null && plan.yearly === null)
      found.push(
        problem(
          at('monthly'),
          'a plan that new schools can choose needs a price.',
          'الخطة التي تستطيع المدارس الجديدة اختيارها تحتاج إلى سعر.',
        ),
      );
    if (plan.students === null && plan.studentOverage !== null)
      found.push(
        problem(
          at('studentOverage'),
          'a plan with unlimited students has no extra ones to charge.',
          'الخطة ذات العدد غير المحدود من الطلاب ليس فيها طلاب إضافيون تُحتسب رسومهم.',
        ),
      );
    if (plan.storageGb === null && plan.storageOverage !== null)
      found.push(
        problem(
          at('storageOverage'),
          'a plan with unlimited storage has nothing above it to charge.',
          'الخطة ذات التخزين غير المحدود ليس فيها تخزين إضافي تُحتسب رسومه.',
        ),
      );
    if (plan.studentCeiling !== null && (plan.students === null || plan.studentCeiling < plan.students))
      found.push(
        problem(
          at('studentCeiling'),
          'the ceiling cannot be below the students that are included.',
          'لا يمكن أن يقل الحد الأعلى عن عدد الطلاب المشمول.',
        ),
      );
    return found;
  });
  const { tax } = book;
  if (tax !== null && !/^(100|[1-9]?\d)(\.\d{1,4})?$/.test(tax.percent))
    problems.push(problem('tax.percent', formatOf('percent').en, formatOf('percent').ar));
  return problems;
}
