import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createTestSystem,
  type HttpClient,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';
import type { TypesetDocument, TypesetJob } from '../documents/index.ts';
import { typeset } from '../documents/worker.ts';
import { runEvent } from '../jobs/index.ts';
import { openStorage } from '../storage/index.ts';
import { partsOf } from './services/batches.ts';
import { addMarkedClass, type MarkedClass } from './testing/marked-class.ts';
import { batchRunner, publicationRunner } from './worker.ts';

type Batch = {
  state: string;
  doneCards: number;
  percent: number;
  parts: { position: number; isDone: boolean }[];
};
type Papers = { papers: { id: string; number: string }[] };

describe('print runs and issued papers over HTTP', () => {
  let system: TestSystem;
  let school: TestSchool;
  let admin: HttpClient;
  let teacher: HttpClient;
  let stranger: HttpClient;
  let made: MarkedClass;

  beforeAll(async () => {
    system = await createTestSystem();
    school = await system.addSchool('alpha');
    made = await addMarkedClass(system.admin, school, { pupils: 110 });
    admin = await school.signIn(school.admin);
    teacher = await school.signIn(await school.addUser('teacher', { teacher: made.teacherId }));
    const other = await system.addSchool('beta');
    stranger = await other.signIn(other.admin);
    const place = { term: made.termId, classrooms: [made.classroomId] };
    await admin.post('/api/report-cards/drafts', place);
    const { pupils } = (
      await admin.get(`/api/report-cards/class?term=${made.termId}&classroom=${made.classroomId}`)
    ).json<{ pupils: { card: { id: string } }[] }>();
    const cards = pupils.map(({ card }) => card.id);
    const approved = await admin.post('/api/report-cards/approve', { cards, withoutComments: true });
    expect(approved.json()).toEqual({ moved: 110 });
    await admin.post('/api/report-cards/publish', { cards: cards.slice(0, 2), publishOn: '2026-01-01' });
    await work();
  });
  afterAll(() => system.close());

  const work = async (set: (job: TypesetJob) => Promise<TypesetDocument> = typeset) => {
    const storage = openStorage(system.settings);
    const handlers = [
      batchRunner({ pool: system.pool, storage, logger: system.logger, typeset: set }),
      publicationRunner({ pool: system.pool }),
    ];
    const { rows } = await system.admin.query("select id from outbox where status = 'pending'");
    for (const { id } of rows) await runEvent(id, { pool: system.pool, handlers, logger: system.logger });
  };
  const start = (client: HttpClient, idempotencyKey: string) =>
    client.post('/api/report-cards/batches', {
      term: made.termId,
      classrooms: [made.classroomId],
      layout: 'ar',
      idempotencyKey,
    });
  const read = async (id: string) => (await admin.get(`/api/report-cards/batch?id=${id}`)).json<Batch>();

  it('should go on after a crash with the parts that are left, and give the same files', async () => {
    const first = (await start(admin, 'key of the first run')).json<{ batch: string }>().batch;
    expect((await start(admin, 'key of the first run')).json()).toEqual({ batch: first });
    expect(await read(first)).toMatchObject({ state: 'queued', doneCards: 0, percent: 0 });
    let calls = 0;
    // The first part is set; then the process dies, as far as the others can tell.
    await work(async (job) => {
      calls += 1;
      if (calls > 1) throw new Error('killed');
      return typeset(job);
    });
    const half = await read(first);
    expect(half.state).toBe('running');
    expect(half.parts.filter(({ isDone }) => isDone)).toHaveLength(1);
    await system.admin.query("update outbox set next_attempt_at = now() where status = 'pending'");
    const before = await system.admin.query(
      'select position, sha256 from report_card_batch_parts where batch_id = $1 and done_at is not null',
      [first],
    );
    await work();
    expect(await read(first)).toMatchObject({ state: 'done', doneCards: 110, percent: 100 });
    const after = await system.admin.query(
      'select position, sha256 from report_card_batch_parts where batch_id = $1 order by position',
      [first],
    );
    expect(after.rows).toHaveLength(2);
    expect(after.rows).toContainEqual(before.rows[0]);
    const part = await admin.post('/api/report-cards/batch/part', { batch: first, position: 2 });
    const file = await school.anonymous.get(part.json<{ url: string }>().url);
    expect(file.content.subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('should stop when told so, and be closed to teachers and other schools', async () => {
    const id = (await start(admin, 'key of the second run')).json<{ batch: string }>().batch;
    expect((await admin.post('/api/report-cards/batch/cancel', { id })).json<Batch>().state).toBe(
      'cancelled',
    );
    await work(async () => {
      throw new Error('A cancelled run sets nothing.');
    });
    expect(await read(id)).toMatchObject({ state: 'cancelled', doneCards: 0 });
    expect((await start(teacher, 'key of a teacher')).status).toBe(403);
    expect((await start(stranger, 'key of the first run')).status).toBe(409);
    const latest = async (client: HttpClient) =>
      (await client.get(`/api/report-cards/batches?term=${made.termId}`)).json<{
        batch: { id: string } | null;
      }>();
    expect((await latest(admin)).batch?.id).toBe(id);
    expect((await latest(stranger)).batch).toBeNull();
    expect((await stranger.get(`/api/report-cards/batch?id=${id}`)).status).toBe(404);
    expect((await stranger.post('/api/report-cards/batch/part', { batch: id, position: 1 })).status).toBe(
      404,
    );
  });

  it('should issue certificates, transcripts and ID cards that never change, and tell true ones', async () => {
    const student = made.pupils[0]?.id ?? '';
    const issue = (body: Record<string, unknown>, client = admin) => client.post('/api/papers/issue', body);
    expect((await issue({ kind: 'enrolment', students: [student] }, teacher)).status).toBe(403);
    expect((await issue({ kind: 'enrolment', students: [student] }, stranger)).status).toBe(400);
    expect((await issue({ kind: 'leaving', students: [student] })).status).toBe(400);
    const body = { kind: 'leaving', students: [student], leftOn: '2026-11-30', conduct: 'very_good' };
    const [paper] = (await issue(body)).json<Papers>().papers;
    expect(paper?.number).toBe('LV-2026-000001');
    const print = async (id: string | undefined, layout: string) => {
      const answer = await admin.post('/api/papers/print', { paper: id, layout });
      return admin.get(answer.json<{ url: string }>().url);
    };
    const before = await print(paper?.id, 'both');
    await system.admin.query("update students set given_name = 'Changed' where id = $1", [student]);
    expect((await print(paper?.id, 'both')).content.equals(before.content)).toBe(true);
    const { rows } = await system.admin.query('select check_code from issued_papers where id = $1', [
      paper?.id,
    ]);
    const check = async (checkCode: string, client = admin) =>
      (await client.post('/api/papers/check', { number: 'lv-2026-000001', checkCode })).json<{
        paper: unknown;
      }>().paper;
    const code = String(rows[0]?.check_code);
    expect(await check(code.toLowerCase().replace('-', ' '))).toMatchObject({
      kind: 'leaving',
      state: 'issued',
    });
    expect(await check('AAAA-AAAA')).toBeNull();
    expect(await check(code, stranger)).toBeNull();
    await expect(
      system.admin.query("update issued_papers set number = 'X' where id = $1", [paper?.id]),
    ).rejects.toThrow('never changes');
    const withdrawn = await admin.post('/api/papers/withdraw', { paper: paper?.id, reason: 'A wrong date.' });
    expect(withdrawn.status).toBe(200);
    expect(await check(code)).toMatchObject({ state: 'withdrawn' });
  });

  it('should tell anybody on the page of the school whether a paper is genuine, and little of its holder', async () => {
    const student = made.pupils[5]?.id ?? '';
    await system.admin.query(
      `update students set given_name = 'Layla', family_name = 'Al-Amiri', display_name = 'Layla Hassan Al-Amiri',
              given_name_ar = 'ليلى', middle_name_ar = 'حسن', family_name_ar = 'العامري' where id = $1`,
      [student],
    );
    const [paper] = (
      await admin.post('/api/papers/issue', { kind: 'enrolment', students: [student] })
    ).json<Papers>().papers;
    const { rows } = await system.admin.query(
      'select check_code, snapshot from issued_papers where id = $1',
      [paper?.id],
    );
    const code = String(rows[0]?.check_code);
    expect(rows[0]?.snapshot.code).toMatch(new RegExp(`^http.*/verify\\?paper=${paper?.number}\\.${code}$`));
    const open = async (query: Record<string, string>, client = school.anonymous) =>
      client.get(`/verify?${new URLSearchParams(query)}`);
    const good = await open({ paper: `${paper?.number}.${code}`, lang: 'en' });
    expect(good.status).toBe(200);
    expect(good.text).toContain('This paper is genuine.');
    expect(good.text).toContain('Layla A.');
    expect(good.text).not.toMatch(/Hassan|Al-Amiri/);
    expect(good.headers['cache-control']).toBe('no-store');
    const arabic = await open({
      paper: paper?.number.toLowerCase() ?? '',
      code: code.replace('-', ''),
      lang: 'ar',
    });
    expect(arabic.text).toContain('هذه الوثيقة صحيحة.');
    expect(arabic.text).toContain('ليلى ع.');
    expect(arabic.text).toContain('dir="rtl"');
    // A wrong code, a wrong number, another school and nonsense: one answer, but for what was typed.
    const typed = /value="[^"]*"|href="[^"]*"|<title>.*<\/title>|<p><bdi>.*<\/bdi><\/p>/g;
    const other = await open({ paper: `${paper?.number} ${code}` }, stranger);
    const wrong = await Promise.all(
      [`${paper?.number} AAAA-AAAA`, `EN-2026-009999 ${code}`, '"><script>alert(1)</script>'].map((text) =>
        open({ paper: text }),
      ),
    );
    expect(new Set([other, ...wrong].map(({ text }) => text.replace(typed, ''))).size).toBe(1);
    expect(wrong[0]?.text).toContain('No such paper was found.');
    for (const { text } of wrong) expect(text).not.toContain('<script');
    await admin.post('/api/papers/withdraw', { paper: paper?.id, reason: 'A wrong name.' });
    const withdrawn = await open({ paper: `DAFTAR ${paper?.number} ${code}` });
    expect(withdrawn.text).toContain('This paper was withdrawn.');
    expect(withdrawn.text).not.toContain('A wrong name.');
  });

  it('should tell of a card only when families have it, and hold back who asks too often', async () => {
    const cards = await system.admin.query(
      `select state, number, check_code from report_cards where tenant_id = $1 and state in ('approved', 'published') order by state`,
      [school.tenant.id],
    );
    const textOf = async (state: string) => {
      const card = cards.rows.find((row) => row.state === state);
      const query = new URLSearchParams({ paper: `${card?.number} ${card?.check_code}` });
      return (await school.anonymous.get(`/verify?${query}`)).text;
    };
    expect(await textOf('published')).toContain('This paper is genuine.');
    expect(await textOf('approved')).toContain('No such paper was found.');
    const answers: number[] = [];
    for (let count = 0; count < 25; count += 1)
      answers.push((await school.anonymous.get('/verify?paper=RC-2026-000001.AAAA-AAAA')).status);
    expect(answers.at(-1)).toBe(429);
    expect((await school.anonymous.get('/verify')).status).toBe(200);
  });

  it('should put on a transcript only what was published, with the names of its time', async () => {
    const [first, second, third] = (
      await system.admin.query(
        "select student_id as id from report_cards order by state = 'published' desc, student_id limit 3",
      )
    ).rows.map(({ id }) => id as string);
    await system.admin.query("update subjects set title = 'Maths today' where title = 'Mathematics'");
    const answer = await admin.post('/api/papers/issue', { kind: 'transcript', students: [second, first] });
    const [paper] = answer.json<Papers>().papers;
    const { rows } = await system.admin.query('select snapshot from issued_papers where id = $1', [
      paper?.id,
    ]);
    expect(JSON.stringify(rows[0]?.snapshot.years)).toContain('Mathematics');
    const refused = await admin.post('/api/papers/issue', { kind: 'transcript', students: [third] });
    expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('reports.no_transcript')]);
    const listed = (await admin.get(`/api/papers?student=${second}`)).json<Papers>().papers;
    expect(listed[0]?.number).toBe(paper?.number);
  });

  it('should print ID cards eight to a sheet', async () => {
    const students = made.pupils.slice(0, 9).map(({ id }) => id);
    const { papers } = (await admin.post('/api/papers/issue', { kind: 'id_card', students })).json<Papers>();
    const body = { papers: papers.map(({ id }) => id), layout: 'en' };
    const sheet = await admin.post('/api/papers/sheet', body);
    expect(sheet.headers['content-type']).toBe('application/pdf');
    expect(sheet.content.toString('latin1')).toMatch(/\/Count 2\b/);
    expect((await stranger.post('/api/papers/sheet', body)).status).toBe(404);
  });
});

describe('partsOf', () => {
  const cards = (classroom: string, count: number, template = 'v1') =>
    Array.from({ length: count }, (_, index) => ({
      id: `${classroom}-${index}`,
      template,
      classroom,
      title: classroom,
    }));

  it('should keep classes whole, join them while they fit, and cut only a class that is too large', () => {
    const parts = partsOf([...cards('A', 30), ...cards('B', 40), ...cards('C', 40), ...cards('D', 130)]);
    expect(parts.map(({ title, cards: ids }) => [title, ids.length])).toEqual([
      ['A – B', 70],
      ['C', 40],
      ['D', 100],
      ['D', 30],
    ]);
    expect(new Set(parts.flatMap(({ cards: ids }) => ids)).size).toBe(240);
  });

  it('should never mix two templates in one document', () => {
    const parts = partsOf([...cards('A', 10), ...cards('A', 10, 'v2')]);
    expect(parts.map(({ cards: ids }) => ids.length)).toEqual([10, 10]);
  });
});
