import { describe, expect, it } from 'vitest';
import { asTenant, type TenantInfo } from '../../core/tenancy/index.ts';
import { fill, formatDate, formatDay, formatNumber } from './format.ts';

const school = (profile: Partial<NonNullable<TenantInfo['profile']>>): TenantInfo => ({
  id: '00000000-0000-4000-8000-000000000001',
  subdomain: 'alpha',
  name: 'Alpha',
  nameAr: null,
  locale: 'en',
  timeZone: 'Asia/Qatar',
  status: 'active',
  requireSecondFactor: 'optional',
  adminIpAllowList: [],
  profile: {
    customDomain: null,
    features: [],
    currency: 'QAR',
    calendarDisplay: 'gregorian',
    digits: 'latn',
    firstWeekday: 0,
    weekendDays: [5, 6],
    brandColour: null,
    logoKey: null,
    mailFromName: null,
    mailReplyTo: null,
    ...profile,
  },
});
const hijri = school({ calendarDisplay: 'gregorian_hijri', digits: 'arab' });

describe('dates and numbers as a school shows them', () => {
  it.each([
    // A day on which the table of Node is one day off.
    ['1979-11-20', '1', '1400'],
    ['2031-01-01', '7', '1452'],
    ['2015-04-03', '14', '1436'],
    ['2024-07-07', '1', '1446'],
    ['2025-03-01', '1', '1446'],
    ['2026-02-18', '1', '1447'],
    ['2026-09-06', '24', '1448'],
  ])('should show the Hijri date beside %s', (date, day, year) => {
    const text = asTenant(hijri, () => formatDate(date, 'en'));
    expect(text).toMatch(new RegExp(`\\(${day} \\S.* ${year} AH\\)$`));
  });

  it('should show no Hijri date beyond the table', () => {
    expect(asTenant(hijri, () => formatDate('2080-01-01', 'en'))).not.toContain('AH');
  });

  it('should show the Gregorian date alone unless the school wants both', () => {
    expect(asTenant(school({}), () => formatDate('2026-02-18', 'en'))).toBe('Wednesday, 18 February 2026');
    expect(formatDate('2026-02-18', 'en')).toBe('Wednesday, 18 February 2026');
  });

  it('should write Arabic in the digits the school chose, and English in Latin ones', () => {
    expect(asTenant(hijri, () => formatNumber(12_345, 'ar'))).toBe('١٢٬٣٤٥');
    expect(asTenant(school({}), () => formatNumber(12_345, 'ar'))).toBe('12,345');
    expect(asTenant(hijri, () => formatNumber(12_345, 'en'))).toBe('12,345');
  });

  it('should take the day where the school is', () => {
    expect(asTenant(school({}), () => formatDay('2026-02-17T22:30:00Z', 'en', 'Asia/Qatar'))).toBe(
      '18 February 2026',
    );
  });
});

describe('a text with values', () => {
  it('should keep the order of a class code in Arabic and leave English alone', () => {
    expect(fill('عنوان لـ{name}', { name: '9-A' })).toBe('عنوان لـ\u20669-A\u2069');
    expect(fill('An address for {name}', { name: '9-A' })).toBe('An address for 9-A');
  });
});
