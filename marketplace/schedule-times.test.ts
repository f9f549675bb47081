import { describe, expect, it } from 'vitest';
import { parseManifest } from '../plugins/sdk/index.ts';
import { latestSlot, nextSlot } from './services/schedule-times.ts';

const from = (text: string) => new Date(text);
const iso = (date: Date | undefined) => date?.toISOString();

describe('the moments of a schedule', () => {
  it('should go by the clock on the wall of the school', () => {
    const at = from('2026-11-22T00:00:00Z');
    expect(iso(nextSlot('30 7 * * *', 'Asia/Qatar', at))).toBe('2026-11-22T04:30:00.000Z');
    expect(iso(nextSlot('30 7 * * *', 'Europe/Berlin', at))).toBe('2026-11-22T06:30:00.000Z');
  });

  it('should run an hour that the clock skips once', () => {
    const times: (string | undefined)[] = [];
    let at = from('2026-03-28T12:00:00Z');
    for (let round = 0; round < 2; round += 1) {
      at = nextSlot('30 2 * * *', 'Europe/Berlin', at) ?? at;
      times.push(iso(at));
    }
    expect(times).toEqual(['2026-03-29T01:30:00.000Z', '2026-03-30T00:30:00.000Z']);
  });

  it('should run an hour that comes twice once', () => {
    const first = nextSlot('30 2 * * *', 'Europe/Berlin', from('2026-10-24T12:00:00Z'));
    expect(iso(first)).toBe('2026-10-25T00:30:00.000Z');
    expect(iso(nextSlot('30 2 * * *', 'Europe/Berlin', first ?? new Date()))).toBe(
      '2026-10-26T01:30:00.000Z',
    );
  });

  it.each([
    ['at the moment itself', '2026-11-22T08:15:00.000Z', '2026-11-22T08:15:00.000Z', 0],
    ['just before the next', '2026-11-22T08:29:59.999Z', '2026-11-22T08:15:00.000Z', 0],
    ['at the next', '2026-11-22T08:30:00.000Z', '2026-11-22T08:30:00.000Z', 1],
    ['after two hours', '2026-11-22T10:16:00.000Z', '2026-11-22T10:15:00.000Z', 8],
  ])('should take the latest and count the missed ones, %s', (_name, now, slot, missed) => {
    const first = from('2026-11-22T08:15:00.000Z');
    expect(latestSlot('*/15 * * * *', 'Asia/Qatar', { first, now: from(now) })).toMatchObject({
      slot: from(slot),
      missed,
    });
  });

  const manifest = (cron: string) => ({
    id: 'qa.test.clock',
    version: '1.0.0',
    engine: '^1.0.0',
    name: { en: 'Clock', ar: 'ساعة' },
    description: { en: 'A test.', ar: 'اختبار.' },
    publisher: { id: 'test', name: 'Test' },
    category: 'integration',
    icon: 'box',
    permissions: [],
    schedules: [{ name: 'tick', cron }],
  });

  it.each(['*/15 * * * *', '0,15,30,45 8-14 * * 0-4', '5 6 1 * *', '59 * * * *'])(
    'should take %s',
    (cron) => {
      expect(parseManifest(manifest(cron)).schedules[0]?.cron).toBe(cron);
    },
  );

  it.each([
    ['*/10 * * * *', 'more often'],
    ['* * * * *', 'more often'],
    ['0,5 3 * * *', 'more often'],
    ['0,50 * * * *', 'more often'],
    ['61 * * * *', 'not a schedule'],
    ['0 0 30 2 *', 'never|ever comes'],
    ['a b c d e', 'not a schedule'],
  ])('should refuse %s', (cron, why) => {
    expect(() => parseManifest(manifest(cron))).toThrow(new RegExp(why));
  });
});
