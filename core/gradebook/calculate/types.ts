// Hundredths everywhere: a score of 17.25 is 1725, a share of 40 % is 4000, a mark of 81 % is 8100.

/** What is noted for a pupil and an assessment. No mark at all is an empty cell. */
export const MARK_STATUSES = [
  'graded',
  'late',
  'exempt',
  'missing',
  'incomplete',
  'submitted',
  'not_submitted',
] as const;
export type MarkStatus = (typeof MARK_STATUSES)[number];

export type Mark = {
  assessmentId: string;
  /** 1 is the first sitting. */
  attempt: number;
  status: MarkStatus;
  /** Of `graded` and `late`. May be above the maximum: extra credit is kept. */
  scoreHundredths?: number;
  /** Of `late`: whole days. None counts as one. */
  daysLate?: number;
};

/**
 * What late work loses, in hundredths of a percent of the total marks: for each day, or at once. A cap limits what the days
 * add up to. The score stays as it was noted; only what it counts is lower, and never below zero.
 */
export type LatePenalty = { kind: 'perDay' | 'flat'; percentHundredths: number; capHundredths?: number };

export type Assessment = {
  id: string;
  title: string;
  titleAr?: string;
  /** None: it counts only where the lesson group has no categories at all. */
  categoryId?: string;
  /** None or zero: there is nothing to divide by, so it does not count. */
  maxHundredths?: number;
  /** A plain decimal; 1 by default. */
  weight?: string;
};

export type Category = {
  id: string;
  title: string;
  titleAr?: string;
  weightHundredths: number;
  /** How many of the lowest percentages are left out; one result always stays. */
  dropLowest: number;
  /** None: what the rules say. */
  late?: LatePenalty | 'none';
};

export type ScaleStep = {
  label: string;
  labelAr?: string;
  /** Inclusive lower bound. */
  fromHundredths: number;
  gpaHundredths?: number;
  passes: boolean;
};

export type Rules = {
  /** `mean`: percentages are averaged. `points`: scores are added up, so that longer papers weigh more. */
  combine: 'mean' | 'points';
  missingCountsAsZero: boolean;
  /** `capped`: the best attempt, where attempts after the first reach at most the cap (the pass mark when none is set). */
  resitPolicy: 'best' | 'latest' | 'capped';
  resitCapHundredths?: number;
  /** Decimals of the published percentage: 0, 1 or 2. */
  decimals: number;
  /** None: the scale says which steps pass. */
  passHundredths?: number;
  scale: readonly ScaleStep[];
  /** None: late work counts as it was marked. */
  late?: LatePenalty;
};

/** A part of a term with a mark of its own: a grading period, or a term inside a semester. */
export type Period = {
  id: string;
  title: string;
  /** In the mark of the term around it. None: an equal share of what the others leave of 100 %. */
  weightHundredths?: number;
  assessments: readonly Assessment[];
  periods?: readonly Period[];
  /** What its own assessments weigh beside its periods; none as above. */
  ownWeightHundredths?: number;
};

/** Why a line counts or does not. */
export type LineState =
  | 'counted'
  | 'missingZero'
  | 'dropped'
  | 'empty'
  | 'exempt'
  | 'incomplete'
  | 'submitted'
  | 'missingSkipped'
  | 'zeroWeight'
  | 'noMaximum';

export type LineTrace = {
  assessmentId: string;
  title: string;
  titleAr?: string;
  state: LineState;
  attempt?: number;
  /** As it counts: after a cap. */
  scoreHundredths?: number;
  maxHundredths?: number;
  /** Decimal text, at most four places. */
  percent?: string;
  weight: string;
  isCapped?: boolean;
  /** What being late cost: the score as it was noted, and the cut as a percentage of the total marks (decimal text). */
  late?: { days: number; scoreHundredths: number; cut: string };
};

export type PartState = 'counted' | 'noMarks' | 'zeroWeight' | 'noCategory';

export type PartTrace = {
  categoryId?: string;
  title?: string;
  titleAr?: string;
  state: PartState;
  weightHundredths: number;
  /** What the category counts after the weights of those with marks were brought to 100: decimal text. */
  share?: string;
  percent?: string;
  dropLowest: number;
  lines: LineTrace[];
};

/** A grading period in the mark of its term. Without `termId` it is what the term was assessed in itself. */
export type PeriodTrace = {
  termId?: string;
  title?: string;
  state: 'counted' | 'noMarks' | 'zeroWeight';
  /** Percentages as decimal text: the weight, and what it counts after the weights of those with marks were brought to 100. */
  weight: string;
  share?: string;
  percent?: string;
  /** How the mark of the period came about; it is not rounded on its way into the term mark. */
  trace: Trace;
};

/** How a term mark was reckoned: everything that is needed to say it in words and to check it by hand. */
export type Trace = {
  status: 'marked' | 'exempt' | 'incomplete';
  combine: Rules['combine'];
  /** Sum of the weights as the school wrote them. */
  weightsHundredths: number;
  /** Empty where the mark is made of periods. */
  parts: PartTrace[];
  periods?: PeriodTrace[];
  /** The unrounded percentage: a fraction `a/b` and a decimal of at most four places. None without a counted result. */
  exact?: string;
  percent?: string;
  decimals: number;
  /** Rounded once, half up. Of `incomplete` it is provisional and is not published. */
  percentHundredths?: number;
  label?: string;
  labelAr?: string;
  gpaHundredths?: number;
  passHundredths?: number;
  passes?: boolean;
};

export type GradeInput = {
  categories: readonly Category[];
  assessments: readonly Assessment[];
  /** Of one pupil; those of its periods are among them. */
  marks: readonly Mark[];
  rules: Rules;
  /** The parts of the term that have marks of their own. */
  periods?: readonly Period[];
  ownWeightHundredths?: number;
};
