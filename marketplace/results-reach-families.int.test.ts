import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smsDelivery, twilioProvider } from '../core/communication/worker.ts';
import type { PublicationPlan, PublicationRun } from '../core/gradebook/index.ts';
import { addGradebook, type GradebookWorld } from '../core/gradebook/testing/gradebook-world.ts';
import { markPublicationRunner } from '../core/gradebook/worker.ts';
import { type EventHandler, runEvent } from '../core/jobs/index.ts';
import { plainDateIn } from '../core/kernel/index.ts';
import { publicationRunner } from '../core/reports/worker.ts';
import { createCapabilities, createSupervisor, type Supervisor } from '../core/sandbox/index.ts';
import { createTestSystem, type HttpClient, type TestSchool, type TestSystem } from '../e2e/support/index.ts';
import { configureAddOn, enableAddOn } from './index.ts';
import { type PluginHost, pluginRunner, providePluginHost } from './worker.ts';

const SMS = 'qa.daftar.sms';
/** Lesson groups of one pupil, so that a run has two parts. */
const MORE = 28;
const PHONES = ['+97455600001', undefined, '+97455600003', undefined] as const;

/** From the button of a term to the messages of guardians, and their places in the ledger. */
describe('a term that is published', () => {
  let system: TestSystem;
  let supervisor: Supervisor;
  let host: PluginHost;
  let school: TestSchool;
  let world: GradebookWorld;
  let more: string[];
  let admin: HttpClient;
  let stranger: HttpClient;
  let keys = 0;

  const insert = async (table: string, rows: Record<string, unknown>[]): Promise<string[]> => {
    const names = Object.keys(rows[0] ?? {});
    const made = await system.admin.query(
      `insert into ${table} (tenant_id, ${names.join(', ')})
       select $1, ${names.join(', ')} from jsonb_populate_recordset(null::${table}, $2) returning id`,
      [school.tenant.id, JSON.stringify(rows)],
    );
    return made.rows.map((row) => row.id);
  };
  const handlers = (pool: pg.Pool = system.pool): EventHandler[] => [
    markPublicationRunner({ pool, logger: system.logger }),
    publicationRunner({ pool }),
    pluginRunner(host),
    smsDelivery({ pool, logger: system.logger, provider: twilioProvider(system.settings) }),
  ];
  const due = async () =>
    (
      await system.admin.query(
        "select id, type from outbox where status = 'pending' and next_attempt_at <= now() order by created_at",
      )
    ).rows as { id: string; type: string }[];
  const work = async () => {
    const { pool, logger } = system;
    for (let events = await due(); events.length > 0; events = await due())
      for (const { id } of events) await runEvent(id, { pool, logger, handlers: handlers() });
  };
  const ask = (client: HttpClient, body: object = {}) => {
    keys += 1;
    const run = { term: world.termId, deed: 'publish', idempotencyKey: `key-number-${keys}`, ...body };
    return client.post('/api/gradebook/publication', run);
  };
  const latest = async () =>
    (await admin.get(`/api/gradebook/publication?term=${world.termId}`)).json<{ run: PublicationRun }>().run;
  const done = async (body: object = {}) => {
    const answer = await ask(admin, body);
    expect(answer.status, answer.text).toBe(200);
    await work();
    return latest();
  };
  const plan = async (client: HttpClient, more: object = {}) => {
    const body = { term: world.termId, deed: 'publish', ...more };
    return (await client.post('/api/gradebook/publication/plan', body)).json<
      PublicationPlan & { mayTell: boolean }
    >();
  };
  const sent = async () => (await system.emulators.outbox()).sms.map(({ to, body }) => ({ to, body }));
  const ledger = async () =>
    (
      await system.admin.query(
        'select count(*)::int as rows, count(distinct event_id)::int as messages, coalesce(sum(quantity), 0)::int as parts from usage_events where tenant_id = $1',
        [school.tenant.id],
      )
    ).rows[0];
  const versions = async () =>
    (
      await system.admin.query(
        'select class_offering_id, count(*)::int as n from grade_publications where tenant_id = $1 group by 1',
        [school.tenant.id],
      )
    ).rows.map((row) => row.n as number);
  const codeOf = (answer: { json: <T>() => T }) =>
    answer.json<{ errors: { code: string }[] }>().errors[0]?.code;

  beforeAll(async () => {
    system = await createTestSystem();
    supervisor = createSupervisor({ spares: 1, maxWorkers: 2 });
    const { pool, logger } = system;
    host = { pool, logger, supervisor, capabilities: createCapabilities({ pool }) };
    providePluginHost(host);
    school = await system.addSchool('alpha');
    const other = await system.addSchool('beta');
    world = await addGradebook(system.admin, school.tenant.id, { pupils: 4, exams: 2 });
    await addGradebook(system.admin, other.tenant.id, { pupils: 2, exams: 1 });
    admin = await school.signIn(school.admin);
    stranger = await other.signIn(other.admin);
    // The first two are of one family, the third's guardian reads Arabic, and the fourth's has no number.
    const [first, second, third, fourth] = world.pupils;
    const change = (text: string, values: unknown[]) => system.admin.query(text, values);
    for (const [index, { guardianId }] of world.pupils.entries())
      await change('update guardians set phone = $2, language = $3 where id = $1', [
        ...[guardianId, PHONES[index] ?? null, index === 2 ? 'ar' : 'en'],
      ]);
    await change('delete from student_guardians where student_id = $1', [second?.id]);
    await insert(
      'student_guardians',
      [
        { student_id: second?.id, guardian_id: first?.guardianId, may_see_records: true },
        // Of those with a number: may not see records, and does not want messages.
        { student_id: fourth?.id, guardian_id: third?.guardianId, may_see_records: false },
        { student_id: third?.id, guardian_id: first?.guardianId, may_see_records: true },
      ].map((link, index) => ({ ...link, sms_allowed: index < 2 })),
    );
    more = await insert(
      'class_offerings',
      Array.from({ length: MORE }, (_, index) => ({
        ...{ title: `Reading ${String(index).padStart(2, '0')}`, subject_id: world.subjectId },
        ...{ term_id: world.termId, academic_year_id: world.yearId },
      })),
    );
    const groups = more.map((class_offering_id) => ({ class_offering_id }));
    await insert(
      'class_members',
      groups.map((group) => ({ ...group, student_id: first?.id })),
    );
    const exams = await insert(
      'exams',
      groups.map((group) => ({
        ...group,
        ...{ title: 'Reading', subject_id: world.subjectId, academic_year_id: world.yearId },
        ...{ term_id: world.termId, type: 'quiz', total_marks: 20, date: '2026-03-15' },
      })),
    );
    // The last lesson group has no marks.
    const cells = [
      ...world.exams.flatMap((exam) => world.pupils.map(({ id }) => [exam, id])),
      ...exams.slice(0, -1).map((exam) => [exam, first?.id]),
    ];
    await insert(
      'exam_results',
      cells.map(([exam_id, student_id]) => ({
        ...{ exam_id, student_id, status: 'graded', score_hundredths: 1800 },
        ...{ date: '2026-03-15', attempt: 1, academic_year_id: world.yearId },
      })),
    );
    // And the last but one needs approval.
    await insert('grading_rules', [
      {
        ...{
          title: 'Held',
          class_offering_id: more.at(-2),
          combine: 'mean',
          resit_policy: 'best',
          decimals: 0,
        },
        ...{ missing_counts_as_zero: true, needs_approval: true },
      },
    ]);
  });
  afterAll(async () => {
    providePluginHost(undefined);
    await supervisor.close();
    await system.close();
  });

  it('should say before anything is done what would go out, and whom nobody can tell yet', async () => {
    const refused = [
      { offeringId: more.at(-2), reason: 'notApproved', title: `Reading ${MORE - 2}` },
      { offeringId: more.at(-1), reason: 'missingMarks', emptyCells: 1, title: `Reading ${MORE - 1}` },
    ];
    expect(await plan(admin)).toEqual({
      ...{ ready: MORE - 1, refused, published: 0, mayTell: true },
      families: { canTell: false, messages: 2, everybody: 2, toldBefore: 0, withoutNumber: 1 },
    });
    await school.run(() => enableAddOn(system.payload, { pluginId: SMS, consent: 'all' }));
    await school.run(() =>
      configureAddOn(system.payload, {
        pluginId: SMS,
        settings: { quietHours: false, keepToOnePart: false },
      }),
    );
    expect((await plan(admin)).families.canTell).toBe(true);
    expect(await plan(admin, { offerings: [more[0]] })).toMatchObject({
      ready: 1,
      families: { messages: 1 },
    });
  });

  it('should be no matter of another school, or of people who may not publish', async () => {
    expect(await plan(stranger)).toMatchObject({ ready: 0, refused: [], families: { everybody: 0 } });
    const foreign = await ask(stranger, { telling: 'all' });
    expect([foreign.status, codeOf(foreign)]).toEqual([409, 'gradebook.nothing_to_publish']);
    const teacher = await school.signIn(await school.addUser('teacher', { teacher: world.teacherId }));
    expect((await ask(teacher)).status).toBe(403);
    expect((await teacher.get(`/api/gradebook/publication?term=${world.termId}`)).status).toBe(403);
  });

  it('should go on after a crash, publish each lesson group once, and name what it leaves', async () => {
    const key = 'the key of the first';
    const answers = await Promise.all([1, 2].map(() => ask(admin, { telling: 'new', idempotencyKey: key })));
    const [run, same] = answers.map((answer) => answer.json<{ run: string }>().run);
    expect(same).toBe(run);
    const second = await ask(admin);
    expect([second.status, codeOf(second)]).toEqual([409, 'gradebook.run_at_work']);
    expect((await stranger.get(`/api/gradebook/publication/run?id=${run}`)).status).toBe(404);
    expect((await stranger.post('/api/gradebook/publication/cancel', { id: run })).status).toBe(404);

    const [event] = (await due()).filter(({ type }) => type === 'gradebook.run_requested');
    const { pool, logger } = system;
    // Dies when the second part begins.
    let parts = 0;
    const dying = new Proxy(pool, {
      get: (target, name) => {
        if (name === 'connect' && ++parts > 1) throw new Error('The process died.');
        const value = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    expect(await runEvent(event?.id ?? '', { pool, logger, handlers: handlers(dying) })).toBe('retry');
    expect(await latest()).toMatchObject({ state: 'running', doneGroups: 25, groups: MORE + 1 });
    expect(await sent()).toEqual([]);

    await system.admin.query('update outbox set next_attempt_at = now() where id = $1', [event?.id]);
    await work();
    expect(await latest()).toMatchObject({
      ...{ id: run, state: 'done', percent: 100, sheets: MORE - 1, messages: 2, alreadyPublished: 0 },
      refused: [{ reason: 'notApproved' }, { reason: 'missingMarks', emptyCells: 1 }],
    });
    expect(await versions()).toEqual(Array.from({ length: MORE - 1 }, () => 1));
  });

  it('should tell each guardian once, of all children, in their language, and count each message once', async () => {
    expect((await sent()).sort((a, b) => a.to.localeCompare(b.to))).toEqual([
      {
        to: PHONES[0],
        body: expect.stringMatching(
          /^School alpha: The results of Semester 1 are published for Pupil 00[12] and Pupil 00[12]\.$/,
        ),
      },
      { to: PHONES[2], body: 'مدرسة alpha: نُشرت نتائج الفصل الدراسي الأول: Pupil 003.' },
    ]);
    expect(await ledger()).toEqual({ rows: 2, messages: 2, parts: expect.any(Number) });
  });

  it('should withdraw a term, and tell nobody twice when it is published again, unless it is asked to', async () => {
    const back = await done({ deed: 'withdraw', note: 'A mistake' });
    expect(back).toMatchObject({ deed: 'withdraw', state: 'done', sheets: MORE - 1, refused: [] });
    expect((await admin.get('/api/term-marks/count?where[publishedAt][exists]=true')).json()).toEqual({
      totalDocs: 0,
    });
    expect((await plan(admin)).families).toMatchObject({ messages: 0, everybody: 2, toldBefore: 2 });
    const again = await done({ telling: 'new' });
    expect(again).toMatchObject({ sheets: MORE - 1, messages: 0 });
    expect(await sent()).toHaveLength(2);
    // With what was left now wanted too; what is out is no refusal.
    const all = await done({ telling: 'all', withEmptyCells: true });
    expect(all).toMatchObject({ sheets: 1, messages: 2, alreadyPublished: MORE - 1 });
    expect(all.refused).toMatchObject([{ reason: 'notApproved' }]);
    expect(await sent()).toHaveLength(4);
    expect(await ledger()).toMatchObject({ rows: 4, messages: 4 });
  });

  it('should stop where it is when somebody stops it', async () => {
    expect((await ask(admin, { telling: 'all' })).status).toBe(200);
    const { id } = await latest();
    const stopped = await admin.post('/api/gradebook/publication/cancel', { id });
    expect(stopped.json()).toMatchObject({ state: 'cancelled', doneGroups: 0 });
    await work();
    expect(await latest()).toMatchObject({ state: 'cancelled', doneGroups: 0 });
    expect(await sent()).toHaveLength(4);
  });

  it('should tell of report cards on the day they come out', async () => {
    const [classroom] = await insert('classrooms', [{ title: '9-A', academic_year_id: world.yearId }]);
    await insert(
      'enrollments',
      world.pupils.map(({ id }) => ({
        ...{ student_id: id, classroom_id: classroom, academic_year_id: world.yearId, status: 'active' },
      })),
    );
    // What is not published yet would hold a card back.
    await system.admin.query('delete from class_members where class_offering_id = $1', [more.at(-2)]);
    const place = { term: world.termId, classrooms: [classroom] };
    expect((await admin.post('/api/report-cards/drafts', place)).json()).toEqual({ made: 4 });
    const overview = await admin.get(`/api/report-cards/class?term=${world.termId}&classroom=${classroom}`);
    const cards = overview.json<{ pupils: { card: { id: string } }[] }>().pupils.map(({ card }) => card.id);
    const approved = await admin.post('/api/report-cards/approve', { cards, withoutComments: true });
    expect(approved.status, approved.text).toBe(200);
    expect((await admin.post('/api/report-cards/families', { cards })).json()).toEqual({
      families: { canTell: true, messages: 2, everybody: 2, toldBefore: 0, withoutNumber: 1 },
      mayTell: true,
    });
    expect((await stranger.post('/api/report-cards/families', { cards })).status).toBe(404);
    const publish = (day: string, telling: string) =>
      admin.post('/api/report-cards/publish', { cards, publishOn: day, telling });
    expect((await publish('2030-01-01', 'none')).status).toBe(200);
    expect((await publish(plainDateIn(school.tenant.timeZone, Date.now()), 'new')).status).toBe(200);
    await work();
    expect((await sent()).map(({ body }) => body)).toEqual(
      expect.arrayContaining([
        expect.stringContaining('The report card of Semester 1 is published for'),
        expect.stringContaining('نُشرت بطاقة تقرير الفصل الدراسي الأول'),
      ]),
    );
    expect(await ledger()).toMatchObject({ rows: 6, messages: 6 });
  });
});
