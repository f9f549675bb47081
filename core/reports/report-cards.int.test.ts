import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createTestSystem,
  type HttpClient,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';
import { runEvent } from '../jobs/index.ts';
import { plainDateIn } from '../kernel/index.ts';
import { addMarkedClass, type MarkedClass } from './testing/marked-class.ts';
import { publicationRunner } from './worker.ts';

type Overview = {
  pupils: {
    student: string;
    card: { id: string; state: string; version: number; number: string | null } | null;
    blockers: { marks: { en: string }[]; homeroomComment: boolean };
  }[];
};

describe('report cards over HTTP', () => {
  let system: TestSystem;
  let school: TestSchool;
  let other: TestSchool;
  let admin: HttpClient;
  let stranger: HttpClient;
  let teacher: HttpClient;
  let otherTeacher: HttpClient;
  let guardian: HttpClient;
  let otherGuardian: HttpClient;
  let made: MarkedClass;

  beforeAll(async () => {
    system = await createTestSystem();
    school = await system.addSchool('alpha');
    other = await system.addSchool('beta');
    made = await addMarkedClass(system.admin, school);
    admin = await school.signIn(school.admin);
    stranger = await other.signIn(other.admin);
    const person = async (role: 'teacher' | 'guardian', id: string | undefined) =>
      school.signIn(await school.addUser(role, { [role]: id ?? '' }));
    teacher = await person('teacher', made.teacherId);
    otherTeacher = await person('teacher', made.otherTeacherId);
    guardian = await person('guardian', made.pupils[0]?.guardianId);
    otherGuardian = await person('guardian', made.pupils[1]?.guardianId);
  });
  afterAll(() => system.close());

  const place = () => `term=${made.termId}&classroom=${made.classroomId}`;
  const overview = async (client = admin) =>
    (await client.get(`/api/report-cards/class?${place()}`)).json<Overview>().pupils;
  const cardOf = async (pupil: number) => {
    const found = (await overview()).find(({ student }) => student === made.pupils[pupil]?.id)?.card;
    if (!found) throw new Error('The pupil has no card.');
    return found;
  };
  const comment = (client: HttpClient, pupil: number, revision: number, en = 'Well done.') =>
    client.post('/api/report-cards/comments', {
      place: { term: made.termId, kind: 'classroom', id: made.classroomId },
      comments: [{ student: made.pupils[pupil]?.id, en, ar: 'أحسنت.', conduct: 'good', revision }],
    });
  const runPublications = async () => {
    const handlers = [publicationRunner({ pool: system.pool })];
    const { rows } = await system.admin.query(
      "select id from outbox where status = 'pending' and type = 'report_cards.publication_due' and next_attempt_at <= now()",
    );
    for (const { id } of rows) await runEvent(id, { pool: system.pool, handlers, logger: system.logger });
  };
  const print = async (client: HttpClient, card: string, layout = 'ar') => {
    const answer = await client.post('/api/report-cards/print', { card, layout });
    if (answer.status !== 200) return answer;
    return client.get(answer.json<{ url: string }>().url);
  };

  it('should make one draft for each pupil and tell what is missing', async () => {
    const body = { term: made.termId, classrooms: [made.classroomId] };
    expect((await admin.post('/api/report-cards/drafts', body)).json()).toEqual({ made: 3 });
    expect((await admin.post('/api/report-cards/drafts', body)).json()).toEqual({ made: 0 });
    await system.admin.query(
      'update term_marks set published_at = null where student_id = $1 and class_offering_id = $2',
      [made.pupils[2]?.id, made.offerings[0]],
    );
    const pupils = await overview();
    expect(pupils.map(({ card }) => card?.state)).toEqual(['draft', 'draft', 'draft']);
    expect(pupils.map(({ blockers }) => blockers.marks.map(({ en }) => en))).toEqual([[], [], ['Arabic']]);
    expect(pupils.every(({ blockers }) => blockers.homeroomComment)).toBe(true);
  });

  it('should take comments of the class’s own teacher and tell a second writer of the first', async () => {
    expect((await comment(otherTeacher, 0, 0)).status).toBe(404);
    expect((await comment(guardian, 0, 0)).status).toBe(403);
    expect((await comment(teacher, 0, 0)).status).toBe(200);
    expect((await comment(teacher, 1, 0)).status).toBe(200);
    const late = await comment(admin, 0, 0, 'Mine.');
    expect(late.status).toBe(409);
    expect(late.text).toContain('Well done.');
    expect((await comment(admin, 0, 1, 'Very well done.')).status).toBe(200);
    const subject = await teacher.post('/api/report-cards/comments', {
      place: { term: made.termId, kind: 'offering', id: made.offerings[1] },
      comments: [
        { student: made.pupils[0]?.id, en: '5/10', ar: 'حصلت على 5/10', conduct: null, revision: 0 },
      ],
    });
    expect(subject.status).toBe(200);
    const foreign = await stranger.post('/api/report-cards/comments', {
      place: { term: made.termId, kind: 'classroom', id: made.classroomId },
      comments: [{ student: made.pupils[0]?.id, en: 'x', ar: '', conduct: null, revision: 0 }],
    });
    expect(foreign.status).toBe(400);
  });

  it('should go from the teacher to the one who approves, back with a note, and there again', async () => {
    const { id } = await cardOf(0);
    expect((await otherTeacher.post('/api/report-cards/submit', { cards: [id] })).status).toBe(404);
    expect((await teacher.post('/api/report-cards/submit', { cards: [id] })).status).toBe(200);
    expect((await teacher.post('/api/report-cards/submit', { cards: [id] })).status).toBe(409);
    const back = { cards: [id], note: 'Please add a word on reading.' };
    expect((await teacher.post('/api/report-cards/return', back)).status).toBe(403);
    expect((await admin.post('/api/report-cards/return', back)).status).toBe(200);
    expect((await cardOf(0)).state).toBe('draft');
    expect((await teacher.post('/api/report-cards/submit', { cards: [id] })).status).toBe(200);
    const { rows } = await system.admin.query(
      'select step, note from report_card_steps where card_id = $1 order by created_at',
      [id],
    );
    expect(rows.map(({ step }) => step)).toEqual(['drafted', 'submitted', 'returned', 'submitted']);
    expect(rows[2]?.note).toBe(back.note);
  });

  it('should approve no card without marks, and none without comments unless told so', async () => {
    const [ready, third] = [(await cardOf(0)).id, (await cardOf(2)).id];
    const approve = (cards: string[], withoutComments = false) =>
      admin.post('/api/report-cards/approve', { cards, withoutComments });
    expect(
      (await teacher.post('/api/report-cards/approve', { cards: [ready], withoutComments: true })).status,
    ).toBe(403);
    expect(
      (await stranger.post('/api/report-cards/approve', { cards: [ready], withoutComments: true })).status,
    ).toBe(409);
    const refused = await approve([ready, third], true);
    expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('Arabic')]);
    expect((await cardOf(0)).state).toBe('submitted');
    await system.admin.query('update term_marks set published_at = now() where student_id = $1', [
      made.pupils[2]?.id,
    ]);
    expect((await approve([ready, third])).text).toContain('reports.comments_missing');
    expect((await approve([ready])).status).toBe(200);
    expect((await approve([third], true)).status).toBe(200);
    expect((await approve([(await cardOf(1)).id])).status).toBe(200);
    expect((await cardOf(0)).number).toBe('RC-2026-000001');
    const numbers = (await overview()).map(({ card }) => card?.number);
    expect(new Set(numbers).size).toBe(3);
  });

  it('should never change what was approved, whatever becomes of marks, names and grades', async () => {
    const { id } = await cardOf(0);
    const before = await print(admin, id);
    expect(before.content.subarray(0, 5).toString()).toBe('%PDF-');
    await system.admin.query(
      "update term_marks set percent_hundredths = 100, label = 'Z', label_ar = 'ي' where student_id = $1",
      [made.pupils[0]?.id],
    );
    await system.admin.query(
      "update students set given_name = 'Changed', family_name_ar = 'آخر' where id = $1",
      [made.pupils[0]?.id],
    );
    await system.admin.query("update grade_levels set title = 'Year 10', title_ar = 'السنة'");
    await comment(admin, 0, 2, 'Something else.');
    const again = await print(admin, id);
    expect(again.content.equals(before.content)).toBe(true);
    // Even when the archive has lost the file: the snapshot gives the same bytes.
    await system.admin.query('delete from paper_files where card_id = $1', [id]);
    expect((await print(admin, id)).content.equals(before.content)).toBe(true);
    await expect(
      system.admin.query('update report_cards set snapshot = snapshot || \'{"year":"1999"}\' where id = $1', [
        id,
      ]),
    ).rejects.toThrow('never changes');
    await expect(system.admin.query('delete from report_cards where id = $1', [id])).rejects.toThrow(
      'is kept',
    );
    await expect(
      system.admin.query("update report_cards set state = 'draft' where id = $1", [id]),
    ).rejects.toThrow();
    const { rows } = await system.admin.query(
      "select action from audit_events where subject_id = $1 and action like 'report_cards.%print'",
      [id],
    );
    expect(rows.map(({ action }) => action).sort()).toEqual([
      'report_cards.print',
      'report_cards.print',
      'report_cards.reprint',
    ]);
  });

  it('A4: should show a family its own child’s card from the day of publication on, and no other', async () => {
    const { id } = await cardOf(0);
    const publish = (publishOn: string) =>
      admin.post('/api/report-cards/publish', { cards: [id], publishOn });
    const seen = async (client: HttpClient) =>
      (await client.get('/api/report-cards/mine'))
        .json<{ cards: { id: string }[] }>()
        .cards.map((card) => card.id);
    expect(await seen(guardian)).toEqual([]);
    expect((await print(guardian, id)).status).toBe(404);
    expect((await publish('2099-01-01')).status).toBe(200);
    await runPublications();
    expect(await seen(guardian)).toEqual([]);
    const waiting = await system.admin.query(
      "select next_attempt_at from outbox where type = 'report_cards.publication_due' and payload ->> 'publishOn' = '2099-01-01'",
    );
    // Midnight in Doha.
    expect(waiting.rows[0]?.next_attempt_at.toISOString()).toBe('2098-12-31T21:00:00.000Z');
    expect((await publish(plainDateIn('Asia/Qatar', Date.now()))).status).toBe(200);
    await runPublications();
    expect(await seen(guardian)).toEqual([id]);
    expect((await print(guardian, id)).status).toBe(200);
    expect(await seen(otherGuardian)).toEqual([]);
    expect((await print(otherGuardian, id)).status).toBe(404);
    expect((await print(stranger, id)).status).toBe(404);
    expect((await publish('2099-01-01')).status).toBe(409);
    expect((await guardian.get(`/api/report-cards/class?${place()}`)).status).toBe(404);
    expect((await stranger.get(`/api/report-cards/class?${place()}`)).status).toBe(404);
    expect((await school.anonymous.get('/api/report-cards/mine')).status).toBe(401);
  });

  it('should withdraw a card from the family, keep it for the school, and count the next one up', async () => {
    const { id } = await cardOf(0);
    const body = { cards: [id], note: 'A mark was wrong.' };
    expect((await teacher.post('/api/report-cards/withdraw', body)).status).toBe(403);
    expect((await admin.post('/api/report-cards/withdraw', body)).status).toBe(200);
    expect((await print(guardian, id)).status).toBe(404);
    expect((await print(admin, id)).status).toBe(200);
    await admin.post('/api/report-cards/drafts', { term: made.termId, classrooms: [made.classroomId] });
    const next = await cardOf(0);
    expect(next).toMatchObject({ state: 'draft', version: 2 });
    expect(
      (await admin.get(`/api/report-cards/proof?card=${next.id}&layout=both`)).content
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    expect((await guardian.get(`/api/report-cards/proof?card=${next.id}&layout=both`)).status).toBe(404);
    expect(
      (await admin.post('/api/report-cards/approve', { cards: [next.id], withoutComments: false })).status,
    ).toBe(200);
    expect((await cardOf(0)).number).toBe('RC-2026-000004');
  });

  it('should give the Ministry’s sheet from the approved cards, with the reason of a second round', async () => {
    const answer = await admin.get(`/api/report-cards/ministry?${place()}`);
    const { rows } = answer.json<{ rows: { result: string; failed: string[] }[] }>();
    expect(rows.map(({ result }) => result)).toContain('second_round');
    expect(rows[1]?.failed).toEqual(['Mathematics']);
    expect((await teacher.get(`/api/report-cards/ministry?${place()}`)).status).toBe(403);
  });
});
