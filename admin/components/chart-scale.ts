/** The axis of values of a chart: round numbers from the lowest to the highest, with zero on it. */
export type Scale = { low: number; high: number; ticks: number[] };

const STEPS = [1, 2, 2.5, 5, 10];

/** A scale of two to five round steps that holds all values; 0 to 1 for none and for nothing but zeros. */
export function scaleOf(values: number[]): Scale {
  const finite = values.filter(Number.isFinite);
  const bottom = Math.min(0, ...finite);
  const top = Math.max(0, ...finite);
  if (top === bottom) return { low: 0, high: 1, ticks: [0, 1] };
  const wanted = roundStep((top - bottom) / 4);
  const step = finite.every(Number.isInteger) ? wholeStep(wanted) : wanted;
  const low = Math.floor(bottom / step) * step;
  const high = Math.ceil(top / step) * step;
  const count = Math.round((high - low) / step);
  // Twelve digits are more than anybody reads and fewer than binary fractions go wrong by.
  const ticks = Array.from({ length: count + 1 }, (_, index) => Number((low + index * step).toPrecision(12)));
  return { low: ticks[0] ?? low, high: ticks.at(-1) ?? high, ticks };
}

function roundStep(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(wanted));
  return (STEPS.find((step) => step * power >= wanted * 0.999) ?? 10) * power;
}

// Between one school and two there is nothing.
function wholeStep(step: number): number {
  if (step < 1) return 1;
  return Number.isInteger(step) ? step : 2 * step;
}
