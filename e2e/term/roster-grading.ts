type Row = Record<string, string>;

const STEPS = [
  ['A', 'ممتاز', 9000, 400],
  ['B', 'جيد جدًا', 8000, 300],
  ['C', 'جيد', 7000, 200],
  ['D', 'مقبول', 5000, 100],
  ['F', 'راسب', 0, 0],
] as const;

/** A kind of work with its weight in percent. */
export function category(
  sourcedId: string,
  title: string,
  titleAr: string,
  weight: string,
  sort: string,
): Row {
  return {
    sourcedId,
    title,
    weight,
    'metadata.titleAr': titleAr,
    'metadata.dropLowest': '0',
    'metadata.sort': sort,
  };
}

/** The letters of the whole school, in both languages, with their grade points. */
export function scale(): Row {
  const steps = STEPS.map(([label, labelAr, from, gpa], order) => ({
    label,
    labelAr,
    from,
    gpa,
    passes: from > 0,
    order,
  }));
  return {
    sourcedId: 'letters',
    title: 'Letters',
    type: 'letter',
    orgSourcedId: 'school',
    courseSourcedId: 'homeroom',
    classSourcedId: 'whole-school',
    scoreScaleValue: STEPS.map(([label, , from]) => `{${label}:${from / 100}}`).join(','),
    'metadata.titleAr': 'التقديرات',
    'metadata.scale': JSON.stringify({ type: 'letter', year: null, pass: 5000, steps }),
  };
}
