import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { createHarness, type Harness, type HarnessOptions } from '../sdk/harness.ts';
import type { ActionAnswer, Block, BlocksAnswer } from '../sdk/index.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const DAY = '2026-11-22T09:00:00Z';
const NIGHT = '2026-11-22T19:00:00Z';

describe('text messages to families, in the cage', { timeout: 60_000 }, () => {
  let harness: Harness | undefined;
  afterEach(async () => {
    await harness?.close();
    harness = undefined;
  });
  const open = async (settings: HarnessOptions['settings'] = {}, now = DAY) => {
    harness = await createHarness({ folder: FOLDER, settings, now });
    return harness;
  };
  const sms = ({ messages }: Harness) =>
    messages.flatMap((message) => (message.channel === 'sms' ? [message] : []));
  const answerOf = (record: { ok: boolean; message: string; result: unknown }) => {
    expect(record.message).toBe('');
    expect(record.ok).toBe(true);
    return record.result as ActionAnswer & BlocksAnswer;
  };
  const stat = (blocks: Block[] | undefined, label: string) =>
    blocks?.flatMap((block) =>
      block.kind === 'stat' && typeof block.label !== 'string' && block.label.en === label
        ? [block.value]
        : [],
    )[0];
  const classOf = ({ school }: Harness) => school.students[0]?.classroomId ?? '';

  test('should tell of results once a guardian, with all children, in the guardian’s language, and not again', async () => {
    const on1 = await open({ keepToOnePart: false });
    const { guardians, students } = on1.school;
    const families = guardians
      .filter(({ smsAllowed }) => smsAllowed)
      .slice(0, 12)
      .map(({ id, studentId }, index) => ({
        guardianId: id,
        // Some have three children at the school.
        studentIds: index % 4 === 0 ? students.slice(index, index + 3).map((one) => one.id) : [studentId],
      }));
    const data = { kind: 'marks' as const, termTitle: 'Term 1', termTitleAr: 'الفترة الأولى', families };
    answerOf(await on1.event('results.announced', data, { id: 'r1' }));
    expect(sms(on1).map(({ guardianId }) => guardianId)).toEqual(
      families.map(({ guardianId }) => guardianId),
    );
    for (const { body, language, guardianId } of sms(on1)) {
      expect(body).toContain(
        language === 'ar' ? 'نُشرت نتائج الفترة الأولى' : 'The results of Term 1 are published',
      );
      for (const id of families.find((family) => family.guardianId === guardianId)?.studentIds ?? []) {
        const student = students.find((one) => one.id === id);
        expect(body).toContain(language === 'ar' ? student?.displayNameAr : student?.displayName);
      }
    }
    answerOf(await on1.event('results.announced', data, { id: 'r1' }));
    expect(sms(on1)).toHaveLength(families.length);
    answerOf(await on1.event('results.announced', { ...data, kind: 'report_cards' }, { id: 'r2' }));
    expect(sms(on1)).toHaveLength(2 * families.length);
    expect(sms(on1).at(-1)?.body).toMatch(/report card|بطاقة تقرير/);
  });

  test('should keep a message about many children to one part, and outside of quiet hours', async () => {
    const night = await open({}, NIGHT);
    const { guardians, students } = night.school;
    const guardian = guardians.find(({ smsAllowed }) => smsAllowed);
    const families = [
      { guardianId: guardian?.id ?? '', studentIds: students.slice(0, 30).map(({ id }) => id) },
    ];
    answerOf(await night.event('results.announced', { families }, { id: 'r1' }));
    expect(sms(night)).toMatchObject([{ parts: 1, notBefore: '2026-11-23T04:00:00.000Z' }]);
    expect(sms(night)[0]?.body).toMatch(/your children|أبناؤكم/);
  });

  test('should remind of fees only where the school wants it, once a step, in the guardian’s language', async () => {
    const off = await open();
    answerOf(await off.event('invoice.reminder_due'));
    expect(sms(off)).toEqual([]);
    await off.close();

    const on = await open({ feeReminders: true, recipients: 'all', keepToOnePart: false });
    const studentId = on.school.students[0]?.id ?? '';
    const invoice = { studentId, amount: '150000', currency: 'QAR', dueDate: '2026-11-25' };
    answerOf(await on.event('invoice.reminder_due', { ...invoice, step: 'before' }, { id: 'e1' }));
    const first = sms(on).length;
    expect(first).toBeGreaterThan(0);
    for (const { body, language } of sms(on)) {
      expect(body).toContain('1,500.00 QAR');
      expect(body).toContain(language === 'ar' ? 'يستحق' : 'is due on 2026-11-25');
    }
    answerOf(await on.event('invoice.reminder_due', { ...invoice, step: 'before' }, { id: 'e1' }));
    expect(sms(on)).toHaveLength(first);
    answerOf(await on.event('invoice.reminder_due', { ...invoice, step: 'after' }, { id: 'e2' }));
    expect(
      sms(on)
        .slice(first)
        .every(({ body }) => /still open|لم يُسدد/.test(body)),
    ).toBe(true);
  });

  test('should let reminders wait for the end of quiet hours, and absences only where the school wants it', async () => {
    const night = await open({ feeReminders: true, recipients: 'all' }, NIGHT);
    answerOf(await night.event('invoice.reminder_due'));
    answerOf(await night.event('attendance.absence_recorded'));
    const waits = sms(night).map(({ idempotencyKey, notBefore }) => [
      idempotencyKey.split(':')[0],
      notBefore,
    ]);
    expect(
      waits.filter(([kind]) => kind === 'fee').every(([, until]) => until === '2026-11-23T04:00:00.000Z'),
    ).toBe(true);
    expect(waits.filter(([kind]) => kind === 'absence').every(([, until]) => until === undefined)).toBe(true);
    expect(new Set(waits.map(([kind]) => kind))).toEqual(new Set(['fee', 'absence']));
    await night.close();
    const strict = await open({ absenceAtOnce: false, recipients: 'all' }, NIGHT);
    answerOf(await strict.event('attendance.absence_recorded'));
    expect(sms(strict).map(({ notBefore }) => notBefore)).toContain('2026-11-23T04:00:00.000Z');
  });

  test('should show what a message to classes costs before anything is sent, and then send it once', async () => {
    const school = await open({ recipients: 'all' });
    const values = { textEn: '{school}: no school tomorrow.', textAr: '{school}: لا دوام غدًا.' };
    const recordIds = [classOf(school)];
    const estimate = answerOf(
      await school.action('group-message', { collection: 'classrooms', recordIds, values }),
    );
    expect(sms(school)).toEqual([]);
    const guardians = Number(stat(estimate.blocks, 'Guardians'));
    const units = Number(stat(estimate.blocks, 'Parts in all'));
    expect(guardians).toBeGreaterThan(5);
    const button = estimate.blocks?.find((block) => block.kind === 'action');
    expect(button).toMatchObject({ action: 'group-send', values: { draft: expect.any(String) } });
    const draft = { draft: button?.values?.draft ?? null };
    const pressed = await Promise.all([1, 2].map(() => school.action('group-send', { values: draft })));
    pressed.map(answerOf);
    expect(sms(school)).toHaveLength(guardians);
    expect(new Set(sms(school).map(({ guardianId }) => guardianId)).size).toBe(guardians);
    expect(sms(school).reduce((sum, { parts }) => sum + parts, 0)).toBe(units);
    const bodies = new Set(sms(school).map(({ body }) => body));
    expect(bodies).toEqual(
      new Set(['Al Noor Demo School: no school tomorrow.', 'مدرسة النور التجريبية: لا دوام غدًا.']),
    );
    const again = answerOf(await school.action('group-send', { values: draft }));
    expect(again.message).toMatchObject({ en: expect.stringContaining('already sent') });
    expect(sms(school)).toHaveLength(guardians);
    const counts = Object.entries(school.kv()).filter(([key]) => key.startsWith('day:'));
    expect(Object.fromEntries(counts)).toEqual({
      'day:2026-11-22:sent': guardians,
      'day:2026-11-22:parts': units,
    });
  });

  test('should give everybody the one text that was written, and wait at night unless it is urgent', async () => {
    const school = await open({}, NIGHT);
    const recordIds = [classOf(school)];
    for (const urgent of [false, true]) {
      // The demo school's clock stands still and its chance is seeded: another minute is another draft.
      school.advance({ minutes: 1 });
      const { blocks } = answerOf(
        await school.action('group-message', {
          collection: 'classrooms',
          recordIds,
          values: { textEn: 'Rain.', urgent },
        }),
      );
      const button = blocks?.find((block) => block.kind === 'action');
      answerOf(await school.action('group-send', { values: { draft: button?.values?.draft ?? null } }));
    }
    const half = sms(school).length / 2;
    expect(sms(school).every(({ body }) => body === 'Rain.')).toBe(true);
    expect(
      sms(school)
        .slice(0, half)
        .every(({ notBefore }) => notBefore === '2026-11-23T04:00:00.000Z'),
    ).toBe(true);
    expect(
      sms(school)
        .slice(half)
        .every(({ notBefore }) => notBefore === undefined),
    ).toBe(true);
  });

  test('should say what is wrong and send nothing', async () => {
    const school = await open();
    const ask = async (values: Record<string, string>, recordIds = [classOf(school)]) =>
      answerOf(await school.action('group-message', { collection: 'classrooms', recordIds, values }));
    expect(await ask({ textEn: '  ' })).toMatchObject({
      tone: 'bad',
      message: { en: expect.stringContaining('one language') },
    });
    expect(await ask({ textEn: 'x' }, ['3f2b1c1e-6f0c-4c5e-9d0a-3a6b1f2c4d5e'])).toMatchObject({
      tone: 'warning',
    });
    const many = Array.from(
      { length: 21 },
      (_, index) => `3f2b1c1e-6f0c-4c5e-9d0a-3a6b1f2c4${String(index).padStart(3, '0')}`,
    );
    expect(await ask({ textEn: 'x' }, many)).toMatchObject({
      tone: 'bad',
      message: { en: expect.stringContaining('20') },
    });
    for (const draft of ['', 'nothing', '../x', 'a'.repeat(99)])
      expect(answerOf(await school.action('group-send', { values: { draft } }))).toMatchObject({
        tone: 'warning',
      });
    school.fail('guardians.read', 'internal');
    expect(await ask({ textEn: 'x' })).toMatchObject({ tone: 'bad' });
    expect(sms(school)).toEqual([]);
  });

  test('should count deliveries by day and show them on its page and card', async () => {
    const school = await open({ recipients: 'all' });
    answerOf(await school.event('attendance.absence_recorded'));
    const sent = sms(school).length;
    answerOf(await school.event('message.delivered'));
    answerOf(await school.event('message.failed'));
    school.advance({ days: 1 });
    answerOf(await school.event('message.delivered'));
    const card = answerOf(await school.widget('today'));
    expect([stat(card.blocks, 'Sent'), stat(card.blocks, 'Delivered')]).toEqual([0, 1]);
    const page = answerOf(await school.page('deliveries'));
    expect([
      stat(page.blocks, 'Sent'),
      stat(page.blocks, 'Delivered'),
      stat(page.blocks, 'Not delivered'),
    ]).toEqual([sent, 2, 1]);
    const table = page.blocks.find((block) => block.kind === 'table');
    expect(table?.rows).toEqual([
      { day: '2026-11-23', sent: 0, delivered: 1, failed: 0, parts: 0 },
      { day: '2026-11-22', sent, delivered: 1, failed: 1, parts: sent },
    ]);
    const chart = page.blocks.find((block) => block.kind === 'chart');
    expect(chart?.series.map(({ points }) => points.length)).toEqual([14, 14, 14]);
    school.fail('kv.list', 'internal');
    expect(answerOf(await school.page('deliveries')).blocks).toMatchObject([
      { kind: 'callout', tone: 'warning' },
    ]);
  });

  test('should forget counters that no page shows', async () => {
    const school = await open();
    answerOf(await school.event('message.delivered'));
    school.advance({ days: 59 });
    answerOf(await school.schedule('tidy'));
    const days = () => Object.keys(school.kv()).filter((key) => key.startsWith('day:'));
    expect(days()).toHaveLength(1);
    school.advance({ days: 2 });
    expect(answerOf(await school.schedule('tidy'))).toEqual({ forgotten: 1 });
    expect(days()).toEqual([]);
  });
});
