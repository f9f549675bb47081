import { describe, expect, it } from 'vitest';
import { readDomain } from './domain-name.ts';

describe('the domain of a school', () => {
  it.each([
    ['Portal.Alnoor.QA', 'portal.alnoor.qa'],
    [' school.example. ', 'school.example'],
    ['a-b.c1.org', 'a-b.c1.org'],
  ])('should read %s', (typed, domain) => {
    expect(readDomain(typed, 'daftar.qa')).toEqual({ domain });
  });

  it.each([
    'school',
    '127.0.0.1',
    '2130706433',
    '[::1]',
    '::1',
    'a.localhost',
    'printer.local',
    'db.internal',
    'daftar.qa',
    'other.daftar.qa',
    'console.daftar.qa.',
    'xn--pple-43d.com',
    'аpple.com',
    'مدرسة.قطر',
    'a..b.com',
    '-a.com',
    'a_b.com',
    'a.com/x',
    'a.com:80',
    'user@a.com',
    'a.1',
    `${'a'.repeat(64)}.com`,
    `${'a.'.repeat(130)}com`,
    'a\u202e.com',
    '',
  ])('should refuse %j', (typed) => {
    expect(readDomain(typed, 'daftar.qa')).toHaveProperty('reason');
  });

  it('should refuse a parent of our own domain', () => {
    expect(readDomain('example.qa', 'daftar.example.qa')).toHaveProperty('reason');
  });
});
