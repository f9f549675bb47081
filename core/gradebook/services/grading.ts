import type { Queryable } from '../../tenancy/index.ts';
import type { Category, LatePenalty, Rules, ScaleStep } from '../calculate/types.ts';

/** What of a lesson group decides which rules and categories it has. */
export type Graded = {
  id: string;
  subjectGroup: string | undefined;
  gradeLevelId: string | undefined;
  academicYearId: string;
};

/** How the marks of one lesson group are made. */
export type Grading = {
  categories: Category[];
  rules: Rules;
  ruleTitle: string | undefined;
  needsApproval: boolean;
};

type RuleRow = Record<string, string | number | boolean | null>;

/** Rules where a school has written none. */
const PLAIN: Rules = {
  combine: 'mean',
  missingCountsAsZero: true,
  resitPolicy: 'best',
  decimals: 0,
  scale: [],
};

/**
 * Categories, rules and scale of lesson groups. A group's own categories replace the school's template; of the templates
 * those of the year replace those of any year. The rule that names most of lesson group, subject group, grade and year counts.
 */
export async function loadGrading(
  client: Queryable,
  groups: readonly Graded[],
): Promise<Map<string, Grading>> {
  const ids = groups.map(({ id }) => id);
  const { rows: rules } = await client.query(
    `select title, class_offering_id, subject_group, grade_level_id, academic_year_id, scale_id, pass_hundredths::float8,
            missing_counts_as_zero, combine, resit_policy, resit_cap_hundredths::float8, decimals::int, needs_approval,
            late_policy, late_percent_hundredths::int, late_cap_hundredths::int
       from grading_rules where class_offering_id is null or class_offering_id = any($1) order by created_at, id`,
    [ids],
  );
  const { rows: scales } = await client.query(
    `select s.id, s.class_offering_id, s.academic_year_id, s.pass_hundredths::float8,
            coalesce(json_agg(json_build_object('label', i.label, 'labelAr', i.label_ar, 'fromHundredths', i.from_hundredths,
              'gpaHundredths', i.gpa_hundredths, 'passes', coalesce(i.passes, false)) order by i.from_hundredths desc)
              filter (where i.id is not null), '[]') as steps
       from grade_scales s left join grade_scale_intervals i on i.scale_id = s.id
      where s.class_offering_id is null or s.class_offering_id = any($1)
      group by s.id order by s.created_at, s.id`,
    [ids],
  );
  const { rows: categories } = await client.query(
    `select id, title, title_ar, weight_hundredths::float8, drop_lowest::int, class_offering_id, academic_year_id,
            late_policy, late_percent_hundredths::int, late_cap_hundredths::int
       from grade_categories where class_offering_id is null or class_offering_id = any($1)
      order by sort nulls last, created_at, id`,
    [ids],
  );
  return new Map(
    groups.map((group) => {
      const rule = bestOf(rules, (row) => rank(row, group));
      const scale =
        scales.find(({ id }) => id === rule?.scale_id) ?? bestOf(scales, (row) => rank(row, group));
      return [
        group.id,
        {
          categories: categoriesOf(categories, group),
          rules: rulesOf(rule, scale),
          ruleTitle: rule ? String(rule.title) : undefined,
          needsApproval: rule?.needs_approval === true,
        },
      ];
    }),
  );
}

// Undefined where the row names something that the group is not.
function rank(row: RuleRow, group: Graded): number | undefined {
  const named: [unknown, string | undefined, number][] = [
    [row.class_offering_id, group.id, 8],
    [row.subject_group, group.subjectGroup, 4],
    [row.grade_level_id, group.gradeLevelId, 2],
    [row.academic_year_id, group.academicYearId, 1],
  ];
  let score = 0;
  for (const [wanted, own, points] of named) {
    if (wanted === null || wanted === undefined || wanted === '') continue;
    if (wanted !== own) return undefined;
    score += points;
  }
  return score;
}

function bestOf<Row>(rows: readonly Row[], rankOf: (row: Row) => number | undefined): Row | undefined {
  let best: { row: Row; score: number } | undefined;
  for (const row of rows) {
    const score = rankOf(row);
    if (score !== undefined && (best === undefined || score > best.score)) best = { row, score };
  }
  return best?.row;
}

function categoriesOf(rows: RuleRow[], group: Graded): Category[] {
  const own = rows.filter((row) => row.class_offering_id === group.id);
  const templates = rows.filter((row) => row.class_offering_id === null);
  const ofYear = templates.filter((row) => row.academic_year_id === group.academicYearId);
  const chosen = [own, ofYear, templates.filter((row) => row.academic_year_id === null)].find(
    (list) => list.length > 0,
  );
  return (chosen ?? []).map((row) => ({
    id: String(row.id),
    title: String(row.title),
    ...(row.title_ar ? { titleAr: String(row.title_ar) } : {}),
    weightHundredths: Number(row.weight_hundredths),
    dropLowest: Number(row.drop_lowest),
    ...(lateOf(row) ? { late: lateOf(row) } : {}),
  }));
}

// Undefined where a category leaves it to the rule, or where no percentage was written.
function lateOf(row: RuleRow): LatePenalty | 'none' | undefined {
  const { late_policy: kind, late_percent_hundredths: percent, late_cap_hundredths: cap } = row;
  if (kind === 'none') return 'none';
  if ((kind !== 'perDay' && kind !== 'flat') || percent === null) return undefined;
  return {
    kind,
    percentHundredths: Number(percent),
    ...(cap === null ? {} : { capHundredths: Number(cap) }),
  };
}

function rulesOf(rule: RuleRow | undefined, scale: RuleRow | undefined): Rules {
  const pass = rule?.pass_hundredths ?? scale?.pass_hundredths ?? null;
  const steps = ((scale?.steps ?? []) as unknown as Record<string, string | number | boolean | null>[]).map(
    (step): ScaleStep => ({
      label: String(step.label),
      ...(step.labelAr ? { labelAr: String(step.labelAr) } : {}),
      fromHundredths: Number(step.fromHundredths),
      ...(step.gpaHundredths === null ? {} : { gpaHundredths: Number(step.gpaHundredths) }),
      passes: step.passes === true,
    }),
  );
  const base: Rules = {
    ...PLAIN,
    scale: steps,
    ...(pass === null ? {} : { passHundredths: Number(pass) }),
  };
  if (!rule) return base;
  const late = lateOf(rule);
  return {
    ...base,
    combine: rule.combine as Rules['combine'],
    missingCountsAsZero: rule.missing_counts_as_zero !== false,
    resitPolicy: rule.resit_policy as Rules['resitPolicy'],
    decimals: Number(rule.decimals),
    ...(rule.resit_cap_hundredths === null ? {} : { resitCapHundredths: Number(rule.resit_cap_hundredths) }),
    ...(late === undefined || late === 'none' ? {} : { late }),
  };
}
