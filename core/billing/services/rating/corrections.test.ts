import { expect, it } from 'vitest';
import { balanceLine, carriedLine, withoutTax } from './corrections.ts';

const period = { start: new Date('2026-02-01T00:00:00Z'), end: new Date('2026-03-01T00:00:00Z') };

it('should say what was charged too much or too little, and name the older invoice', () => {
  const more = balanceLine({ ratedCents: 998, providerCents: 999, period, version: 1 });
  expect([more.amountCents, more.explanation.inputs]).toEqual([1, { ratedCents: 998, providerCents: 999 }]);
  expect(more.explanation.words.en).toContain('credit note');
  const less = balanceLine({ ratedCents: 25_898, providerCents: 24_900, period, version: 1 });
  expect(less.amountCents).toBe(-998);
  expect(less.explanation.words.en).toContain('next invoice');
  const carried = carriedLine({ invoice: 'INV-2026-000007', cents: 998, period, version: 1 });
  expect([carried.amountCents, carried.description.en]).toEqual([
    998,
    'Not yet charged of INV-2026-000007, 2026-02-01 00:00 to 2026-03-01 00:00 UTC',
  ]);
});

it('should carry what is without tax, since the line is taxed again', () => {
  expect([withoutTax(1_048), withoutTax(1_048, '5'), withoutTax(0, '5')]).toEqual([1_048, 998, 0]);
});
