import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queueSms } from '../core/communication/index.ts';
import { takeDeliveryReport } from '../core/communication/worker.ts';
import { remindOfInvoices } from '../core/finance/worker.ts';
import { markPublicationRunner } from '../core/gradebook/worker.ts';
import { importPackage } from '../core/interop/index.ts';
import { zipTexts } from '../core/interop/oneroster/testing/make-package.ts';
import { smallSchool } from '../core/interop/oneroster/testing/small-school.ts';
import { runEvent } from '../core/jobs/index.ts';
import {
  addClasses,
  createTestSystem,
  type HttpClient,
  registerBody,
  type SmallClasses,
  type TestSchool,
  type TestSystem,
} from '../e2e/support/index.ts';
import { EVENTS, PLUGIN_EVENT_TYPES, type PluginEventType } from '../plugins/sdk/index.ts';
import { enableTestPlugin, publishTestPlugin } from './testing/publish-test-plugin.ts';

const EAR = 'qa.test.ear';
const listening = PLUGIN_EVENT_TYPES.map((name) => ({ name }));

describe('what a school tells its add-ons', () => {
  let system: TestSystem;
  let a: TestSchool;
  let quiet: TestSchool;
  let classes: SmallClasses;
  let admin: HttpClient;

  beforeAll(async () => {
    system = await createTestSystem();
    a = await system.addSchool('alpha');
    quiet = await system.addSchool('quiet');
    classes = await addClasses(system.admin, a);
    admin = await a.signIn(a.admin);
    await publishTestPlugin(system, EAR, 'return null;', { events: listening });
    await enableTestPlugin(system, a, EAR);
  });
  afterAll(() => system.close());

  const told = async (type?: PluginEventType, school = a) =>
    (
      await system.admin.query(
        `select type, payload, audience, tenant_id from outbox
          where tenant_id = $1 and ($2::text is null or type = $2) order by created_at, id`,
        [school.tenant.id, type ?? null],
      )
    ).rows;
  const latest = async (type: PluginEventType) => (await told(type)).at(-1)?.payload;
  const save = async (method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown) => {
    const answer = await admin.send(method, `/api/${path}`, body === undefined ? {} : { body });
    expect(answer.status, answer.text).toBeLessThan(300);
    return answer.json<{ doc: { id: string } }>().doc;
  };

  it('should tell of pupils, in the transaction of the change', async () => {
    const student = await save('POST', 'students', {
      givenName: 'Layla',
      familyName: 'Hassan',
      admissionNumber: 'E-1',
      status: 'active',
    });
    expect(await latest('student.created')).toEqual({ studentId: student.id });
    await save('PATCH', `students/${student.id}`, { givenName: 'Leila', phone: '+97455512345' });
    expect(await latest('student.updated')).toEqual({
      studentId: student.id,
      changed: ['givenName', 'phone'],
    });
    const before = (await told()).length;
    await save('PATCH', `students/${student.id}`, { givenName: 'Leila' });
    expect(await told()).toHaveLength(before);
    await save('PATCH', `students/${student.id}`, { status: 'left' });
    expect(await latest('student.left')).toEqual({ studentId: student.id });
    const refused = await admin.post('/api/students', {
      givenName: 'Twice',
      familyName: 'X',
      admissionNumber: 'E-1',
    });
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(await told('student.created')).toHaveLength(1);
  });

  it('should tell of guardians, places in classes and results', async () => {
    const pupil = classes.pupils[0];
    await save('PATCH', `guardians/${pupil?.guardianId}`, { language: 'ar' });
    expect(await latest('guardian.updated')).toEqual({
      guardianId: pupil?.guardianId,
      changed: ['language'],
    });
    const { rows } = await system.admin.query('select id from enrollments where student_id = $1', [
      pupil?.id,
    ]);
    await save('PATCH', `enrollments/${rows[0].id}`, { classroom: classes.other.classroomId });
    expect(await latest('enrollment.changed')).toEqual({
      studentId: pupil?.id,
      classroomId: classes.other.classroomId,
      status: 'active',
    });
    await save('DELETE', `enrollments/${rows[0].id}`);
    expect(await latest('enrollment.changed')).toMatchObject({ status: 'ended' });
    const subject = await save('POST', 'subjects', { title: 'Arabic', code: 'AR' });
    const exam = await save('POST', 'exams', {
      title: 'Quiz',
      subject: subject.id,
      academicYear: classes.yearId,
    });
    const result = await save('POST', 'exam-results', {
      student: pupil?.id,
      exam: exam.id,
      academicYear: classes.yearId,
      date: '2026-01-15',
      scoreHundredths: 8000,
    });
    expect(await latest('result.recorded')).toEqual({
      resultId: result.id,
      studentId: pupil?.id,
      examId: exam.id,
    });
  });

  it('should tell of the publication of a lesson group’s results', async () => {
    const academicYear = classes.yearId;
    const dates = { startDate: '2026-01-01', endDate: '2026-06-30' };
    const term = await save('POST', 'terms', { title: 'T', kind: 'term', academicYear, ...dates });
    const subject = await save('POST', 'subjects', { title: 'Art' });
    const group = { title: 'Art', subject: subject.id, academicYear };
    const classOffering = (await save('POST', 'class-offerings', group)).id;
    await save('POST', 'exams', { ...group, classOffering, term: term.id, totalMarks: 10 });
    await save('POST', 'class-members', { classOffering, student: classes.pupils[2]?.id });
    const body = { term: term.id, offerings: [classOffering] };
    expect((await admin.post('/api/gradebook/publish', body)).json()).toMatchObject({ sheets: 1 });
    expect(await latest('results.published')).toEqual({
      classOfferingId: classOffering,
      subjectId: subject.id,
      termId: term.id,
      pupils: 1,
    });
    const run = { term: term.id, deed: 'publish', telling: 'new', idempotencyKey: 'one term of one group' };
    expect((await admin.post('/api/gradebook/publication', run)).status).toBe(200);
    const asked = await system.admin.query(
      "select id from outbox where type = 'gradebook.run_requested' and tenant_id = $1",
      [a.tenant.id],
    );
    const { pool, logger } = system;
    const handlers = [markPublicationRunner({ pool, logger })];
    await runEvent(asked.rows[0].id, { pool, logger, handlers });
    const [pupil] = classes.pupils.slice(2);
    expect(await latest('results.announced')).toMatchObject({
      ...{ kind: 'marks', termId: term.id, termTitle: 'T' },
      families: [{ guardianId: pupil?.guardianId, studentIds: [pupil?.id] }],
    });
  });

  it('should tell of bills when they are issued and paid, and of each step of a reminder once', async () => {
    const pupil = classes.pupils[1];
    const bill = { student: pupil?.id, amountMinor: 150_000, issueDate: '2026-01-01' };
    const draft = await save('POST', 'invoices', {
      ...bill,
      number: 'I-1',
      dueDate: '2026-02-10',
      status: 'draft',
    });
    expect(await told('invoice.issued')).toEqual([]);
    await save('PATCH', `invoices/${draft.id}`, { status: 'open' });
    expect(await latest('invoice.issued')).toMatchObject({
      invoiceId: draft.id,
      amount: '150000',
      currency: 'QAR',
      dueDate: '2026-02-10',
      schoolName: 'School alpha',
    });
    await save('POST', 'payments', {
      receiptNumber: 'R-1',
      invoice: draft.id,
      student: pupil?.id,
      amountMinor: 50_000,
      paidOn: '2026-02-01',
    });
    expect(await latest('payment.received')).toMatchObject({
      invoiceId: draft.id,
      amount: '50000',
      currency: 'QAR',
    });
    const steps: [string, number][] = [
      ['2026-02-06T09:00:00Z', 0],
      // 07:59 in Doha is no time to remind anybody.
      ['2026-02-07T04:59:00Z', 0],
      ['2026-02-07T05:00:00Z', 1],
      ['2026-02-08T09:00:00Z', 0],
      ['2026-02-10T09:00:00Z', 1],
      ['2026-02-12T09:00:00Z', 0],
      ['2026-02-15T09:00:00Z', 0],
      ['2026-02-17T09:00:00Z', 1],
      ['2026-02-20T09:00:00Z', 0],
      ['2026-03-20T09:00:00Z', 0],
    ];
    for (const [at, count] of steps) {
      const found = await Promise.all(
        [1, 2].map(() => remindOfInvoices(system.pool, system.logger, () => new Date(at))),
      );
      expect(
        found.reduce((sum, one) => sum + one, 0),
        at,
      ).toBe(count);
    }
    const reminders = (await told('invoice.reminder_due')).map(({ payload }) => payload);
    expect(reminders.map(({ step }) => step)).toEqual(['before', 'due', 'after']);
    // What is left to pay, after the payment.
    expect(reminders[0]).toMatchObject({ amount: '100000', dueDate: '2026-02-10', timeZone: 'Asia/Qatar' });
    await save('PATCH', `invoices/${draft.id}`, { status: 'paid' });
  });

  it('should tell of announcements and registers', async () => {
    const news = await save('POST', 'announcements', { title: 'Sports day', body: 'On Thursday.' });
    expect(await latest('announcement.published')).toEqual({ announcementId: news.id });
    const { classroomId, pupils } = classes.other;
    const absent = [pupils[0]?.id ?? ''];
    const body = registerBody(classroomId, pupils, { date: '2026-01-15', revision: 0, absent });
    expect((await admin.post('/api/register', body)).status).toBe(200);
    expect(await latest('attendance.register_taken')).toEqual({
      classroomId,
      date: '2026-01-15',
      present: pupils.length - 1,
      absent: 1,
      late: 0,
    });
    expect(await latest('attendance.absence_recorded')).toMatchObject({
      studentId: absent[0],
      date: '2026-01-15',
    });
    expect((await admin.post('/api/register', { ...body, revision: 1 })).status).toBe(200);
    expect(await told('attendance.register_taken')).toHaveLength(1);
  });

  it('should tell of thresholds that are reached and of excuses that are decided', async () => {
    const rule = await save('POST', 'attendance-threshold-rules', { title: 'Absence', titleAr: 'الغياب' });
    const step = { rule: rule.id, at: 1, code: 'first', title: 'First', titleAr: 'الأولى' };
    await save('POST', 'attendance-threshold-steps', step);
    const { classroomId, pupils } = classes.other;
    const studentId = pupils[1]?.id ?? '';
    const date = '2026-10-05';
    const body = registerBody(classroomId, pupils, { date, revision: 0, absent: [studentId] });
    expect((await admin.post('/api/register', body)).status).toBe(200);
    expect(await latest('attendance.threshold_reached')).toMatchObject({
      ...{ studentId, code: 'first', title: 'First', titleAr: 'الأولى', count: 1, date },
    });
    const excuse = { student: studentId, firstDate: date, lastDate: date, reason: 'Fever' };
    const { id } = (await admin.post('/api/excuses', excuse)).json<{ id: string }>();
    expect((await admin.post('/api/excuses/decide', { id, accept: false })).status).toBe(200);
    expect(await latest('attendance.excuse_decided')).toMatchObject({
      ...{ excuseId: id, studentId, accepted: false, firstDate: date, lastDate: date },
    });
  });

  it('should tell of messages and installs only the add-on concerned', async () => {
    const queued = await a.run(() =>
      queueSms(system.pool, {
        source: EAR,
        idempotencyKey: 'm-1',
        guardianId: classes.pupils[2]?.guardianId ?? '',
        body: 'One',
        language: 'en',
      }),
    );
    const failed = await a.run(() =>
      queueSms(system.pool, {
        source: EAR,
        idempotencyKey: 'm-2',
        guardianId: classes.pupils[2]?.guardianId ?? '',
        body: 'Two',
        language: 'en',
      }),
    );
    await system.admin.query("update notifications set status = 'sent'");
    const report = (messageId: string, status: string) =>
      takeDeliveryReport(system.pool, { messageId, providerId: randomUUID(), status, errorCode: undefined });
    await report(queued.messageId, 'delivered');
    await report(failed.messageId, 'undelivered');
    await publishTestPlugin(system, EAR, 'return 1;', { version: '1.1.0', events: listening });
    await system.admin.query(
      `update plugin_installs i set version_id = v.id from plugin_versions v
        where v.plugin_id = i.plugin_id and v.version = '1.1.0' and i.tenant_id = $1`,
      [a.tenant.id],
    );
    expect(await latest('install.enabled')).toEqual({ version: '1.0.0' });
    expect(await latest('install.upgraded')).toEqual({ from: '1.0.0', to: '1.1.0' });
    for (const type of [
      'message.delivered',
      'message.failed',
      'install.enabled',
      'install.upgraded',
    ] as const)
      expect((await told(type)).map(({ audience }) => audience)).toEqual([EAR]);
  });

  it('should tell what an import did, in few statements and only where somebody listens', async () => {
    const before = await told();
    const run = { id: randomUUID(), fileName: 'roster.zip', actor: { kind: 'system' as const } };
    const load = (school: TestSchool, dryRun = false) =>
      school.run(async () =>
        importPackage(system.pool, {
          source: await zipTexts(smallSchool()),
          dryRun,
          removalConfirmed: true,
          run,
        }),
      );
    await load(a, true);
    expect(await told()).toHaveLength(before.length);
    const { counts } = await load(a);
    const created =
      (await told('student.created')).length - before.filter(({ type }) => type === 'student.created').length;
    expect(created).toBe(counts.students?.created);
    expect(created).toBeGreaterThan(0);
    expect(await latest('import.completed')).toMatchObject({ importId: run.id, created: expect.any(Number) });
    const again = (await told()).length;
    await load(a);
    // The same package changes nothing; only the import itself is told.
    expect(await told()).toHaveLength(again + 1);
    await system.admin.query(
      "update students set given_name = 'Other', phone = null where tenant_id = $1 and sourced_id is not null",
      [a.tenant.id],
    );
    await load(a);
    expect((await latest('student.updated'))?.changed).toContain('givenName');
    await load(quiet);
    expect((await told(undefined, quiet)).map(({ type }) => type)).toEqual(['import.completed']);
  });

  it('should know a way to every event of the catalogue, with data that fits its schema', async () => {
    const all = await told();
    const types = new Set(all.map(({ type }) => type));
    expect(PLUGIN_EVENT_TYPES.filter((type) => !types.has(type))).toEqual([]);
    for (const { type, payload } of all) {
      if (!Object.hasOwn(EVENTS, type)) continue;
      const parsed = EVENTS[type as PluginEventType].data.safeParse(payload);
      expect(parsed.success ? undefined : { type, payload, issues: parsed.error.issues }).toBeUndefined();
    }
  });
});
