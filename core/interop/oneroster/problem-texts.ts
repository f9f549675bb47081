import type { Severity } from './types.ts';

/** One catalogue entry: the two texts carry the same `{placeholders}`. */
export type ProblemText = {
  readonly severity: Severity;
  readonly rule: string;
  readonly en: string;
  readonly ar: string;
};

export type ProblemTexts = Readonly<Record<`oneroster.${string}`, ProblemText>>;
