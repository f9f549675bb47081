import { type Fraction, fraction, roundHalfUp, times, toDecimal } from './fraction.ts';
import type { LineTrace, Rules, ScaleStep, Trace } from './types.ts';

/** The label that a rounded percentage has on a scale, if the scale reaches down to it. */
export function stepOf(scale: readonly ScaleStep[], percentHundredths: number): ScaleStep | undefined {
  return scale
    .filter((step) => step.fromHundredths <= percentHundredths)
    .reduce<ScaleStep | undefined>(
      (best, step) => (best && best.fromHundredths >= step.fromHundredths ? best : step),
      undefined,
    );
}

/** A ratio as the published percentage in hundredths: rounded half up to 0, 1 or 2 decimals. */
export function roundedHundredths(ratio: Fraction, decimals: number): number {
  const unit = 10n ** BigInt(2 - Math.min(2, Math.max(0, decimals)));
  return Number(roundHalfUp(times(ratio, fraction(10_000n, unit))) * unit);
}

/** What a mark of these lines is; incomplete where one of them still waits, or where there is nothing that counts. */
export function statusOf(lines: readonly LineTrace[], result: Fraction | undefined): Trace['status'] {
  const states = lines.map(({ state }) => state);
  if (states.some((state) => state === 'incomplete' || state === 'submitted')) return 'incomplete';
  if (result) return 'marked';
  const asked = states.filter((state) => state !== 'noMaximum' && state !== 'zeroWeight');
  return asked.length > 0 && asked.every((state) => state === 'exempt') ? 'exempt' : 'incomplete';
}

/** What is published of a ratio: rounded once, with its label, its points, and whether it passes. */
export function published(ratio: Fraction, rules: Rules): Partial<Trace> {
  const percent = times(ratio, fraction(100));
  const percentHundredths = roundedHundredths(ratio, rules.decimals);
  const step = stepOf(rules.scale, percentHundredths);
  const passes =
    rules.passHundredths === undefined ? step?.passes : percentHundredths >= rules.passHundredths;
  return {
    exact: `${percent.over}/${percent.under}`,
    percent: toDecimal(percent).text,
    percentHundredths,
    ...(step ? { label: step.label } : {}),
    ...(step?.labelAr ? { labelAr: step.labelAr } : {}),
    ...(step?.gpaHundredths === undefined ? {} : { gpaHundredths: step.gpaHundredths }),
    ...(passes === undefined ? {} : { passes }),
  };
}
