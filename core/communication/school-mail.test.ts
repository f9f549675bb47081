import { describe, expect, it } from 'vitest';
import type { TenantInfo } from '../tenancy/index.ts';
import { schoolMail } from './index.ts';

const school = (features: string[]): TenantInfo => ({
  id: '00000000-0000-4000-8000-000000000001',
  subdomain: 'alpha',
  name: 'Alpha <School>',
  nameAr: 'مدرسة ألفا',
  locale: 'en',
  timeZone: 'Asia/Qatar',
  status: 'active',
  requireSecondFactor: 'optional',
  adminIpAllowList: [],
  profile: {
    customDomain: null,
    features,
    currency: 'QAR',
    calendarDisplay: 'gregorian',
    digits: 'latn',
    firstWeekday: 0,
    weekendDays: [5, 6],
    brandColour: '#7a1f3d',
    logoKey: null,
    mailFromName: 'Alpha\r\nBcc: everybody@example.org',
    mailReplyTo: 'office@alpha.example',
  },
});
const mail = (features: string[], language: 'en' | 'ar' = 'en') =>
  schoolMail({
    tenant: school(features),
    language,
    heading: 'Hello\nthere',
    paragraphs: ['<script>alert(1)</script>'],
    button: { label: 'Open', href: 'http://alpha.daftar.test/a?b=1&c="2"' },
  });

describe('the layout of mails', () => {
  it('should show the colours and sender of a school whose plan has white label', () => {
    const made = mail(['white_label']);
    expect(made.html).toContain('background:#7a1f3d;color:#ffffff');
    expect(made.replyTo).toBe('office@alpha.example');
  });

  it('should show the product’s own looks to every other school, and still the name', () => {
    const made = mail([]);
    expect(made.html).not.toContain('#7a1f3d');
    expect(made.html).toContain('Alpha &lt;School&gt;');
    expect([made.fromName, made.replyTo]).toEqual([undefined, undefined]);
  });

  it('I9: should obey no markup in a text and no line break in a header', () => {
    const made = mail(['white_label']);
    expect(made.html).not.toContain('<script>');
    expect(made.html).toContain('href="http://alpha.daftar.test/a?b=1&amp;c=&quot;2&quot;"');
    expect(made.subject).toBe('Hello there');
    expect(made.fromName).toBe('Alpha Bcc: everybody@example.org');
  });

  it('should read from the right in Arabic, with the Arabic name', () => {
    const made = mail([], 'ar');
    expect(made.html).toContain('lang="ar" dir="rtl"');
    expect(made.html).toContain('مدرسة ألفا');
    expect(made.text).toContain('نيابة عن مدرسة ألفا');
  });
});
