import type { Pair } from './labels.ts';

/** The zones a school may choose from: the Gulf first, then those of the schools we know. */
export function dateTimeZones(): Record<string, Pair> {
  return {
    'Asia/Qatar': ['Qatar', 'قطر'],
    'Asia/Riyadh': ['Saudi Arabia', 'السعودية'],
    'Asia/Dubai': ['United Arab Emirates', 'الإمارات'],
    'Asia/Kuwait': ['Kuwait', 'الكويت'],
    'Asia/Bahrain': ['Bahrain', 'البحرين'],
    'Asia/Muscat': ['Oman', 'عُمان'],
    'Asia/Amman': ['Jordan', 'الأردن'],
    'Africa/Cairo': ['Egypt', 'مصر'],
    'Europe/London': ['United Kingdom', 'المملكة المتحدة'],
    'Europe/Berlin': ['Germany', 'ألمانيا'],
    'America/Chicago': ['US Central', 'وسط الولايات المتحدة'],
    UTC: ['UTC', 'التوقيت العالمي'],
  };
}
