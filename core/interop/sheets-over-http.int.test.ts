import { writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createTestSystem,
  type HttpClient,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';
import { runEvent } from '../jobs/index.ts';
import { openStorage } from '../storage/index.ts';
import { importPackage, importRunner } from './index.ts';
import { zipTexts } from './oneroster/testing/make-package.ts';
import { smallSchool } from './oneroster/testing/small-school.ts';

type Columns = {
  sheets: string[];
  headerRow: number;
  columns: { header: string; samples: string[] }[];
  mapping: Record<string, string>;
  isRemembered: boolean;
  dateQuestion?: { value: string; dayFirst: string; monthFirst: string };
};
type Run = {
  status: string;
  errors: number;
  warnings: number;
  counts: Record<string, { created: number; updated: number; unchanged: number }>;
  problems: { code: string; row: number; column: string; value: string; sentence: string }[];
  undoneAt: string | null;
};
type Undone = {
  deleted: number;
  restored: number;
  blockers: { table: string; label: string; reason: string; by?: string }[];
};

describe('sheets over HTTP', () => {
  let system: TestSystem;
  let number = 0;

  beforeAll(async () => {
    system = await createTestSystem();
  });
  afterAll(() => system.close());

  const newSchool = async () => {
    number += 1;
    const school = await system.addSchool(`sheets${number}`);
    await school.run(async () =>
      importPackage(system.pool, {
        source: await zipTexts(smallSchool()),
        dryRun: false,
        removalConfirmed: false,
      }),
    );
    return { school, admin: await school.signIn(school.admin) };
  };
  const upload = (
    client: HttpClient,
    collection: string,
    content: string | Uint8Array,
    headers: Record<string, string> = {},
  ) =>
    client.send('POST', `/api/sheets/upload?collection=${collection}`, {
      raw: typeof content === 'string' ? Buffer.from(content) : content,
      headers: {
        'content-type': 'application/octet-stream',
        'x-file-name': encodeURIComponent('قائمة.csv'),
        ...headers,
      },
    });
  const work = async () => {
    const runner = importRunner({
      pool: system.pool,
      storage: openStorage(system.settings),
      logger: system.logger,
    });
    const { rows } = await system.admin.query(
      "select id from outbox where status = 'pending' and type = 'import.requested'",
    );
    for (const { id } of rows)
      await runEvent(id, { pool: system.pool, handlers: [runner], logger: system.logger });
  };
  const runOf = async (client: HttpClient, id: string) =>
    (await client.get(`/api/imports/run?id=${id}`)).json<Run>();
  const columnsOf = async (client: HttpClient, id: string) =>
    (await client.get(`/api/sheets/columns?id=${id}`)).json<Columns>();
  const check = async (
    client: HttpClient,
    collection: string,
    content: string | Uint8Array,
    more: Record<string, unknown> = {},
  ) => {
    const { runId } = (await upload(client, collection, content)).json<{ runId: string }>();
    const columns = await columnsOf(client, runId);
    const asked = await client.post('/api/sheets/check', {
      id: runId,
      options: { headerRow: columns.headerRow, mapping: columns.mapping, ...more },
    });
    expect(asked.status, asked.text).toBe(200);
    await work();
    return { runId, columns, run: await runOf(client, runId) };
  };
  const confirm = async (client: HttpClient, id: string, more: Record<string, unknown> = {}) => {
    const answer = await client.post('/api/sheets/confirm', {
      id,
      skipFaulty: false,
      removalConfirmed: false,
      ...more,
    });
    if (answer.status !== 200) return { answer, runId: '', run: undefined };
    const { runId } = answer.json<{ runId: string }>();
    await work();
    return { answer, runId, run: await runOf(client, runId) };
  };
  const students = async (school: TestSchool) =>
    (
      await system.admin.query(
        `select admission_number as no, given_name as given, given_name_ar as ar, birth_date as born, sex::text, phone, status::text
           from students where tenant_id = $1 order by admission_number`,
        [school.tenant.id],
      )
    ).rows;

  const PUPILS = [
    'رقم الطالب;الاسم الأول;First name;Family name;تاريخ الميلاد;الجنس;الشعبة;الجوال',
    'A-1;ليلى;Layla;Hassan;٠٤/٠٣/٢٠١١;أنثى;9-A;',
    'B-7;نورة;Noora;Al-Kuwari;25/12/2012;female;9-A;٥٥٥١ ٢٣٤٥',
    'B-8;سعد;Saad;Al-Kuwari;13 مارس 2012;ذكر;;',
    '',
  ].join('\r\n');

  it('should import pupils from a sheet of an Arabic Excel, and change nothing the second time', async () => {
    const { school, admin } = await newSchool();
    const { run, columns, runId } = await check(admin, 'students', PUPILS, { dateOrder: 'day-first' });
    expect(columns.mapping).toEqual({
      0: 'admissionNumber',
      1: 'givenNameAr',
      2: 'givenName',
      3: 'familyName',
      4: 'birthDate',
      5: 'sex',
      6: 'classroom',
      7: 'phone',
    });
    expect(columns.dateQuestion).toEqual({
      value: '٠٤/٠٣/٢٠١١',
      dayFirst: '2011-03-04',
      monthFirst: '2011-04-03',
    });
    expect(run).toMatchObject({ status: 'done', errors: 0, warnings: 0 });
    expect(await students(school)).toHaveLength(2);
    const done = await confirm(admin, runId);
    expect(done.run).toMatchObject({ status: 'done', counts: run.counts });
    expect(await students(school)).toEqual([
      {
        no: 'A-1',
        given: 'Layla',
        ar: 'ليلى',
        born: '2011-03-04',
        sex: 'female',
        phone: null,
        status: 'active',
      },
      { no: 'A-2', given: 'Omar', ar: null, born: null, sex: null, phone: null, status: 'active' },
      {
        no: 'B-7',
        given: 'Noora',
        ar: 'نورة',
        born: '2012-12-25',
        sex: 'female',
        phone: '+97455512345',
        status: 'active',
      },
      { no: 'B-8', given: 'Saad', ar: 'سعد', born: '2012-03-13', sex: 'male', phone: null, status: 'active' },
    ]);
    const places = await system.admin.query(
      `select s.admission_number as no from enrollments e join students s on s.id = e.student_id join classrooms c on c.id = e.classroom_id
        where e.tenant_id = $1 and c.title = '9-A' order by 1`,
      [school.tenant.id],
    );
    expect(places.rows.map((row) => row.no)).toEqual(['A-1', 'B-7']);
    const again = await check(admin, 'students', PUPILS, { dateOrder: 'day-first' });
    expect(again.columns.isRemembered).toBe(true);
    expect(again.run.counts.students).toMatchObject({ created: 0, updated: 0, unchanged: 3 });
  });

  it('should ask how an ambiguous date is meant, and name the cells until somebody says', async () => {
    const { admin } = await newSchool();
    const { run } = await check(admin, 'students', PUPILS);
    expect(run.problems).toMatchObject([
      { code: 'date_open', row: 2, column: 'تاريخ الميلاد', value: '٠٤/٠٣/٢٠١١' },
    ]);
    expect(run.problems[0]?.sentence).toContain('2011-03-04');
  });

  it('should tell every faulty cell, keep all rows out, or leave only those out when asked', async () => {
    const { school, admin } = await newSchool();
    const sheet = [
      'Admission number,First name,Family name,Date of birth,Sex,Class,QID',
      'C-1,Amal,Ali,2011-05-06,female,9-A,31163400001',
      'C-2,,Ali,2011-05-06,woman,9-A,',
      'C-3,Badr,Ali,31/31/2011,male,12-Z,',
      'C-1,Twin,Ali,,,,',
      'C-4,Dana,Ali,2010-01-01,f,,30963400001',
      'C-5,"=HYPERLINK(""x"")",Ali,,,,abc',
    ].join('\n');
    const { run, runId } = await check(admin, 'students', sheet);
    expect(run.problems.map(({ code, row, column }) => [code, row, column])).toEqual(
      expect.arrayContaining([
        ['choice', 3, 'Sex'],
        ['date', 4, 'Date of birth'],
        ['duplicate', 5, 'Admission number'],
        ['qid_birth', 6, 'QID'],
        ['qid_form', 7, 'QID'],
      ]),
    );
    expect(JSON.stringify(run.problems)).not.toContain('30963400001');
    expect((await confirm(admin, runId)).answer.status).toBe(409);
    expect(await students(school)).toHaveLength(2);
    const errors = await admin.get(`/api/sheets/problems?id=${runId}`);
    expect(errors.headers['content-type']).toContain('text/csv');
    expect(errors.text).toContain('31/31/2011');
    const done = await confirm(admin, runId, { skipFaulty: true });
    expect(done.run?.counts.students).toMatchObject({ created: 3 });
    expect((await students(school)).map(({ no }) => no)).toEqual(['A-1', 'A-2', 'C-1', 'C-4', 'C-5']);
    const kept = async () =>
      (
        await system.admin.query(
          'select admission_number as no, qid from students where tenant_id = $1 and qid is not null order by 1',
          [school.tenant.id],
        )
      ).rows;
    expect(await kept()).toEqual([
      { no: 'C-1', qid: '31163400001' },
      { no: 'C-4', qid: '30963400001' },
    ]);
    // Only who may change pupils reads it or looks for it.
    const teacher = await school.signIn(await school.addUser('teacher'));
    const looked = '/api/students?where[qid][equals]=31163400001';
    expect((await teacher.get(looked)).status).toBe(400);
    const [found] = (await admin.get(looked)).json<{ docs: { id: string; qid?: string }[] }>().docs;
    expect(found?.qid).toBe('31163400001');
    const set = (qid: string) => admin.send('PATCH', `/api/students/${found?.id}`, { body: { qid } });
    expect((await set('123')).status).toBe(400);
    expect((await set('٣١١ ٦٣٤ ٠٠٠٠١')).json<{ doc: { qid: string } }>().doc.qid).toBe('31163400001');
    // One number is one person of the school, and of another school it is anybody.
    const again =
      'Admission number,QID\nC-1,٣١١٦٣٤٠٠٠٠١\nC-5,31163400001\nA-1,30963400001\nA-2,31163400009\n';
    const second = await check(admin, 'students', again);
    expect(second.run.problems.map(({ code, row, value }) => [code, row, value])).toEqual([
      ['duplicate', 3, null],
      ['qid_taken', 4, null],
    ]);
    await confirm(admin, second.runId);
    expect((await kept()).map(({ no }) => no)).toEqual(['A-2', 'C-1', 'C-4']);
    const elsewhere = await newSchool();
    const fresh = 'Admission number,First name,Family name,QID\nZ-1,Amal,Ali,31163400001\n';
    expect((await check(elsewhere.admin, 'students', fresh)).run.problems).toEqual([]);
    // The same check confirmed again is the same import.
    expect((await confirm(admin, runId, { skipFaulty: true })).runId).toBe(done.runId);
  });

  it('should join guardians by number and first name, never by the family name', async () => {
    const { school, admin } = await newSchool();
    const sheet = [
      'First name\tFamily name\tMobile\tRelation\tStudent number',
      'Yusuf\tHassan\t55501111\tFather\tA-1',
      'Yusuf\tHassan\t+974 5550 1111\tفاذر\tA-2',
      'Maha\tHassan\t55501111\tأم\tA-1',
      'Yusuf\tHassan\t66602222\t\t',
    ].join('\n');
    const first = await check(admin, 'guardians', Buffer.from(`\ufeff${sheet}`, 'utf16le'));
    expect(first.run.problems).toMatchObject([{ code: 'choice', row: 3, column: 'Relation' }]);
    const { runId } = await check(admin, 'guardians', sheet.replace('فاذر', 'أب'));
    const done = await confirm(admin, runId);
    expect(done.run?.counts).toMatchObject({ guardians: { created: 3 }, studentGuardians: { created: 3 } });
    const { rows } = await system.admin.query(
      `select g.given_name as given, g.phone, string_agg(s.admission_number || ' ' || l.relation, ', ' order by s.admission_number) as children
         from guardians g left join student_guardians l on l.guardian_id = g.id left join students s on s.id = l.student_id
        where g.tenant_id = $1 and g.sourced_id is null group by g.id order by g.given_name, g.phone`,
      [school.tenant.id],
    );
    expect(rows).toEqual([
      { given: 'Maha', phone: '+97455501111', children: 'A-1 mother' },
      { given: 'Yusuf', phone: '+97455501111', children: 'A-1 father, A-2 father' },
      { given: 'Yusuf', phone: '+97466602222', children: null },
    ]);
    const again = await check(admin, 'guardians', sheet.replace('فاذر', 'أب'));
    expect(again.run.counts.guardians).toMatchObject({ created: 0, updated: 0 });
  });

  it('should read a workbook with real dates, and results by the class of the pupil', async () => {
    const { school, admin } = await newSchool();
    await school.run(() =>
      system.pool.query(
        `insert into exams (title, subject_id, class_offering_id, academic_year_id, type, total_marks, date)
         select 'Quiz 1', o.subject_id, o.id, o.academic_year_id, 'quiz'::enum_exams_type, 20, '2025-10-01' from class_offerings o
         union all select 'Quiz 1', o.subject_id, null, o.academic_year_id, 'quiz', 20, '2025-10-02' from class_offerings o`,
      ),
    );
    const book = await writeXlsx({
      sheets: [
        { name: 'Notes', rows: [['nothing here']] },
        {
          name: 'نتائج',
          rows: [
            ['School results'],
            ['رقم القيد', 'الاختبار', 'الدرجة', 'التاريخ'],
            ['A-1', 'Quiz 1', 17.5, new Date(Date.UTC(2025, 9, 5))],
            ['A-2', 'quiz 1', '١٨٫٢٥', null],
          ],
        },
      ],
    });
    const { runId } = (await upload(admin, 'exam-results', book)).json<{ runId: string }>();
    const columns = (
      await admin.get(`/api/sheets/columns?id=${runId}&sheet=${encodeURIComponent('نتائج')}`)
    ).json<Columns>();
    expect(columns).toMatchObject({ sheets: ['Notes', 'نتائج'], headerRow: 2 });
    await admin.post('/api/sheets/check', {
      id: runId,
      options: { sheet: 'نتائج', headerRow: 2, mapping: columns.mapping },
    });
    await work();
    expect((await runOf(admin, runId)).problems).toEqual([]);
    await confirm(admin, runId);
    const { rows } = await system.admin.query(
      `select s.admission_number as no, r.score_hundredths::int as score, r.date from exam_results r join students s on s.id = r.student_id
        where r.tenant_id = $1 order by 1`,
      [school.tenant.id],
    );
    expect(rows).toEqual([
      { no: 'A-1', score: 1750, date: '2025-10-05' },
      { no: 'A-2', score: 1825, date: '2025-10-01' },
    ]);
  });

  it('should take an import back, but for what was used or changed since', async () => {
    const { school, admin } = await newSchool();
    const before = await students(school);
    const sheet =
      'Admission number,First name,Family name,Phone\nA-1,Lulwa,Hassan,\nD-1,New,One,\nD-2,New,Two,\nD-3,New,Three,\nA-2,Umar,,44112233';
    const { runId } = await check(admin, 'students', sheet);
    const done = await confirm(admin, runId);
    expect(done.run?.counts.students).toMatchObject({ created: 3, updated: 2 });
    await school.run(async () => {
      await system.pool.query(
        `insert into student_guardians (student_id, guardian_id, relation)
         select s.id, g.id, 'father' from students s, guardians g where s.admission_number = 'D-1' and g.sourced_id = 'par-1'`,
      );
      await system.pool.query("update students set family_name = 'Changed' where admission_number = 'D-2'");
    });
    const preview = (await admin.post('/api/sheets/undo', { id: done.runId, preview: true })).json<Undone>();
    expect(preview).toMatchObject({ deleted: 1, restored: 2 });
    expect(preview.blockers.map(({ label, reason, by }) => [label, reason, by])).toEqual([
      ['New Two, D-2', 'changed', undefined],
      ['New One, D-1', 'used', 'student_guardians'],
    ]);
    expect(await students(school)).toHaveLength(5);
    const undone = (await admin.post('/api/sheets/undo', { id: done.runId, preview: false })).json<Undone>();
    expect(undone).toEqual(preview);
    expect((await students(school)).filter(({ no }) => no.startsWith('A-'))).toEqual(before);
    expect((await students(school)).map(({ no }) => no)).toEqual(['A-1', 'A-2', 'D-1', 'D-2']);
    expect((await admin.post('/api/sheets/undo', { id: done.runId, preview: false })).status).toBe(409);
    expect((await runOf(admin, done.runId)).undoneAt).not.toBeNull();
  });

  it('should ask before more than a third of the pupils leave', async () => {
    const { school, admin } = await newSchool();
    const rows = Array.from({ length: 8 }, (_, index) => `E-${index},Given${index},Family,`);
    const first = await check(
      admin,
      'students',
      ['Admission number,First name,Family name,Status', ...rows].join('\n'),
    );
    await confirm(admin, first.runId);
    const leaving = await check(
      admin,
      'students',
      ['Admission number,Status', ...rows.map((row) => `${row.split(',')[0]},left`)].join('\n'),
    );
    expect(leaving.run.status).toBe('needs_confirmation');
    expect((await confirm(admin, leaving.runId)).answer.status).toBe(409);
    expect((await students(school)).filter(({ status }) => status === 'left')).toEqual([]);
    await confirm(admin, leaving.runId, { removalConfirmed: true });
    expect((await students(school)).filter(({ status }) => status === 'left')).toHaveLength(8);
  });

  it('should keep schools and roles apart', async () => {
    const { school, admin } = await newSchool();
    const other = await newSchool();
    const { runId } = await check(admin, 'students', PUPILS, { dateOrder: 'day-first' });
    for (const path of [`/api/sheets/columns?id=${runId}`, `/api/sheets/problems?id=${runId}`])
      expect((await other.admin.get(path)).status, path).toBe(404);
    for (const [path, body] of [
      ['/api/sheets/confirm', { id: runId, skipFaulty: false, removalConfirmed: false }],
      ['/api/sheets/undo', { id: runId, preview: true }],
    ] as const)
      expect((await other.admin.post(path, body)).status, path).toBe(404);
    const theirs = (await upload(other.admin, 'students', PUPILS)).json<{ runId: string }>();
    expect((await columnsOf(other.admin, theirs.runId)).isRemembered).toBe(false);
    for (const role of ['teacher', 'accountant', 'guardian'] as const) {
      const client = await school.signIn(await school.addUser(role));
      expect((await upload(client, 'students', PUPILS)).status, role).toBe(403);
      expect((await client.post('/api/sheets/undo', { id: runId, preview: true })).status, role).toBe(403);
    }
    expect((await upload(school.anonymous, 'students', PUPILS)).status).toBe(401);
  });

  it('should take an upload that is sent twice as one, and refuse what is no sheet', async () => {
    const { admin } = await newSchool();
    const send = () => upload(admin, 'students', PUPILS, { 'idempotency-key': 'k1' });
    expect((await send()).json<{ runId: string }>()).toEqual((await send()).json<{ runId: string }>());
    const broken = (await upload(admin, 'students', Buffer.from('PK\u0003\u0004 not a workbook'))).json<{
      runId: string;
    }>();
    expect((await admin.get(`/api/sheets/columns?id=${broken.runId}`)).status).toBe(422);
    expect((await upload(admin, 'users', PUPILS)).status).toBe(400);
  });

  it('should import 10,000 rows in pieces', async () => {
    const { admin } = await newSchool();
    const lines = ['Code,Subject,Title in Arabic,Credit hours'];
    for (let index = 0; index < 10_000; index += 1)
      lines.push(`S${index},Subject ${index},المادة ${index},${index % 5}`);
    const { run, runId } = await check(admin, 'subjects', lines.join('\n'));
    expect(run.counts.subjects).toMatchObject({ created: 10_000 });
    const done = await confirm(admin, runId);
    expect(done.run?.counts.subjects).toMatchObject({ created: 10_000 });
  });
});
