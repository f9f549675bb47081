export type Marked = {
  status: 'marked' | 'exempt' | 'incomplete';
  percentHundredths: number | null;
  gpaHundredths: number | null;
  creditHours: number | null;
};
export type Average = { percentHundredths: number | null; gpaHundredths: number | null };

/**
 * The average over marked subjects, weighted by credit hours. A subject without hours counts as one; what is exempt or
 * incomplete, and hours of zero, do not count. Rounded once, half up. Null where nothing counts.
 */
export function averageOf(subjects: readonly Marked[]): Average {
  return {
    percentHundredths: weighted(subjects, ({ percentHundredths }) => percentHundredths),
    gpaHundredths: weighted(subjects, ({ gpaHundredths }) => gpaHundredths),
  };
}

function weighted(subjects: readonly Marked[], read: (subject: Marked) => number | null): number | null {
  let sum = 0;
  let weights = 0;
  for (const subject of subjects) {
    const value = subject.status === 'marked' ? read(subject) : null;
    // Hours may have decimals; in hundredths the sums stay whole numbers, so that halves are seen exactly.
    const weight = Math.round((subject.creditHours ?? 1) * 100);
    if (value === null || weight <= 0) continue;
    sum += value * weight;
    weights += weight;
  }
  return weights === 0 ? null : Math.floor((2 * sum + weights) / (2 * weights));
}
