import type { LineState, LineTrace, PartTrace, PeriodTrace, Trace } from './types.ts';

type Language = 'en' | 'ar';

/**
 * A trace in words and numbers, one sentence a line: each grading period with its weight, each category with its results,
 * what was left out and why, the sum, and the rounding. Numbers inside Arabic are isolated left to right, so that 10 ÷ 5 stays what it is.
 */
export function explainMark(trace: Trace, language: Language): string[] {
  const words = WORDS[language];
  const number = (text: string) => (language === 'ar' ? `\u2066${text}\u2069` : text);
  const counted = [...(trace.periods ?? []), ...trace.parts].filter(({ state }) => state === 'counted');
  const lines = explainParts(trace, language);
  if (counted.length > 0 && trace.percent !== undefined) {
    const terms = counted.map(({ percent, share }) => `${percent} % × ${share} %`).join(' + ');
    const isSum = counted.length > 1;
    lines.push(`${words.total}: ${number(isSum ? `${terms} = ${trace.percent} %` : `${trace.percent} %`)}`);
  }
  if (trace.weightsHundredths !== 10_000 && counted.length > 0)
    lines.push(words.normalised(number(`${hundredths(trace.weightsHundredths)} %`)));
  if (trace.status !== 'marked') return [...lines, words[trace.status]];
  const rounded = hundredths(trace.percentHundredths ?? 0);
  lines.push(words.rounded(number(`${rounded} %`), trace.decimals));
  const label = language === 'ar' ? (trace.labelAr ?? trace.label) : trace.label;
  if (label) lines.push(words.label(number(`${rounded} %`), label));
  if (trace.passHundredths !== undefined)
    lines.push(words.pass(number(`${hundredths(trace.passHundredths)} %`), trace.passes === true));
  else if (trace.passes !== undefined) lines.push(trace.passes ? words.passed : words.failed);
  return lines;
}

/** Hundredths as a plain number: 1725 is 17.25, 1700 is 17. */
export function hundredths(value: number): string {
  return String(value / 100);
}

function explainParts(trace: Trace, language: Language): string[] {
  return [
    ...(trace.periods ?? []).flatMap((period) => explainPeriod(period, language)),
    ...trace.parts.flatMap((part) => explainPart(part, trace, language)),
  ];
}

// What is inside a period is said under its name, so that the same categories of two periods are told apart.
function explainPeriod({ title, state, weight, share, percent, trace }: PeriodTrace, language: Language) {
  const words = WORDS[language];
  const number = (text: string) => (language === 'ar' ? `\u2066${text}\u2069` : text);
  const name = title ?? words.own;
  const says = words.weight(number(`${weight} %`), number(`${share ?? weight} %`));
  const counts = state === 'counted' ? number(`${percent} %`) : words.periods[state];
  // A category that the period has no work of says nothing about it.
  const said = { ...trace, parts: trace.parts.filter(({ lines }) => lines.length > 0) };
  return [`${name} (${says}): ${counts}`, ...explainParts(said, language).map((line) => `${name} – ${line}`)];
}

function explainPart(part: PartTrace, trace: Trace, language: Language): string[] {
  const words = WORDS[language];
  const number = (text: string) => (language === 'ar' ? `\u2066${text}\u2069` : text);
  const title = (language === 'ar' ? part.titleAr : undefined) ?? part.title ?? words.all;
  const used = part.lines.filter(({ state }) => state === 'counted' || state === 'missingZero');
  const lines: string[] = [];
  if (part.state === 'counted') {
    const weight = part.categoryId
      ? ` (${words.weight(number(`${hundredths(part.weightHundredths)} %`), number(`${part.share} %`))})`
      : '';
    lines.push(`${title}${weight}: ${number(formula(used, part.percent ?? '', trace.combine))}`);
  } else lines.push(`${part.state === 'noCategory' ? words.loose : title}: ${words.parts[part.state]}`);
  const left = new Map<LineState, string[]>();
  for (const line of part.lines) {
    const name = (language === 'ar' ? line.titleAr : undefined) ?? line.title;
    if (line.late && line.state === 'counted') {
      const { days, scoreHundredths, cut } = line.late;
      const counts = number(hundredths(line.scoreHundredths ?? 0));
      lines.push(words.late(name, days, number(`${cut} %`), number(hundredths(scoreHundredths)), counts));
    }
    if (line.state !== 'counted') left.set(line.state, [...(left.get(line.state) ?? []), name]);
    else if (line.isCapped) lines.push(words.capped(name, number(`${line.percent} %`)));
  }
  const isQuiet = (state: LineState) => state === 'counted' || part.state === 'noCategory';
  for (const [state, names] of left)
    if (!isQuiet(state))
      lines.push(`${words.lines[state as keyof typeof words.lines]}: ${names.join(words.comma)}`);
  return lines;
}

function formula(lines: LineTrace[], percent: string, combine: Trace['combine']): string {
  const score = ({ scoreHundredths = 0, maxHundredths = 0 }: LineTrace) =>
    [hundredths(scoreHundredths), hundredths(maxHundredths)] as const;
  const isPlain = lines.every(({ weight }) => weight === '1');
  if (combine === 'points') {
    const weighted = (value: string, { weight }: LineTrace) =>
      weight === '1' ? value : `${value} × ${weight}`;
    const tops = lines.map((line) => weighted(score(line)[0], line)).join(' + ');
    const bottoms = lines.map((line) => weighted(score(line)[1], line)).join(' + ');
    return lines.length === 1 && isPlain
      ? `${tops} ÷ ${bottoms} = ${percent} %`
      : `(${tops}) ÷ (${bottoms}) = ${percent} %`;
  }
  const terms = lines.map((line) => `${score(line).join('/')}${isPlain ? '' : ` × ${line.weight}`}`);
  if (lines.length === 1) return `${score(lines[0] as LineTrace).join('/')} = ${percent} %`;
  const bottom = isPlain ? String(lines.length) : `(${lines.map(({ weight }) => weight).join(' + ')})`;
  return `(${terms.join(' + ')}) ÷ ${bottom} = ${percent} %`;
}

const en = {
  all: 'All assessments',
  loose: 'Without a category',
  total: 'Term mark',
  comma: ', ',
  weight: (own: string, share: string) =>
    own === share ? `weight ${own}` : `weight ${own}, counts ${share}`,
  normalised: (sum: string) => `The weights add up to ${sum}; they were brought to 100 %.`,
  rounded: (value: string, decimals: number) =>
    `Rounded once, half up, to ${['whole percent', 'one decimal', 'two decimals'][decimals]}: ${value}`,
  label: (value: string, label: string) => `${value} is ${label}.`,
  pass: (value: string, isPassed: boolean) =>
    `The pass mark is ${value}: ${isPassed ? 'passed' : 'not passed'}.`,
  passed: 'Passed.',
  failed: 'Not passed.',
  exempt: 'Exempt from everything: there is no mark.',
  incomplete: 'The mark is incomplete.',
  capped: (name: string, value: string) => `${name}: the re-sit counts at most ${value}.`,
  late: (name: string, days: number, cut: string, score: string, counts: string) =>
    `${name}: ${days} ${days === 1 ? 'day' : 'days'} late, minus ${cut} of the total marks, so ${score} counts as ${counts}.`,
  own: 'Assessments of the term itself',
  periods: {
    noMarks: 'no result counts yet, its weight goes to the others.',
    zeroWeight: 'does not count.',
  },
  parts: {
    noMarks: 'no result counts yet, its weight goes to the other categories.',
    zeroWeight: 'weight 0 %, does not count.',
    noCategory: 'does not count, because it belongs to no category.',
  },
  lines: {
    missingZero: 'Missing, counts as zero',
    dropped: 'Left out as the lowest',
    empty: 'No result yet, does not count',
    exempt: 'Exempt, does not count',
    incomplete: 'Incomplete',
    submitted: 'Handed in, not marked yet',
    missingSkipped: 'Missing, does not count',
    zeroWeight: 'Weight zero, does not count',
    noMaximum: 'Without total marks, does not count',
  },
};

const ar: typeof en = {
  all: 'جميع التقييمات',
  loose: 'بلا فئة',
  total: 'درجة الفصل',
  comma: '، ',
  weight: (own, share) => (own === share ? `الوزن ${own}` : `الوزن ${own}، ويُحتسب ${share}`),
  normalised: (sum) => `مجموع الأوزان ${sum}، وقد عُدّلت لتصبح \u2066100 %\u2069.`,
  rounded: (value, decimals) =>
    `قُرّبت مرة واحدة (النصف إلى الأعلى) إلى ${['عدد صحيح', 'منزلة عشرية واحدة', 'منزلتين عشريتين'][decimals]}: ${value}`,
  label: (value, label) => `${value} تعادل ${label}.`,
  pass: (value, isPassed) => `درجة النجاح ${value}: ${isPassed ? 'ناجح' : 'لم ينجح'}.`,
  passed: 'ناجح.',
  failed: 'لم ينجح.',
  exempt: 'معفى من جميع التقييمات، فلا درجة له.',
  incomplete: 'الدرجة غير مكتملة.',
  capped: (name, value) => `${name}: تُحتسب الإعادة بحد أعلى ${value}.`,
  late: (name, days, cut, score, counts) =>
    `${name}: أيام التأخير \u2066${days}\u2069، ويُخصم ${cut} من الدرجة الكلية، فتُحتسب ${score} على أنها ${counts}.`,
  own: 'تقييمات الفصل نفسه',
  periods: {
    noMarks: 'لا نتيجة محتسبة بعد، ويُوزَّع وزنها على غيرها.',
    zeroWeight: 'لا تُحتسب.',
  },
  parts: {
    noMarks: 'لا نتيجة محتسبة بعد، ويُوزَّع وزنها على الفئات الأخرى.',
    zeroWeight: 'وزنها \u20660 %\u2069 فلا تُحتسب.',
    noCategory: 'لا تُحتسب لأنها لا تنتمي إلى أي فئة.',
  },
  lines: {
    missingZero: 'لم يُسلَّم، ويُحتسب صفرًا',
    dropped: 'استُبعد لأنه الأدنى',
    empty: 'لا نتيجة بعد، لا يُحتسب',
    exempt: 'معفى، لا يُحتسب',
    incomplete: 'غير مكتمل',
    submitted: 'سُلّم ولم يُصحّح بعد',
    missingSkipped: 'لم يُسلَّم، لا يُحتسب',
    zeroWeight: 'وزنه صفر، لا يُحتسب',
    noMaximum: 'بلا درجة كلية، لا يُحتسب',
  },
};

const WORDS: Record<Language, typeof en> = { en, ar };
