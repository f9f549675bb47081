import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addClasses,
  createTestSystem,
  type HttpClient,
  type SmallClasses,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';
import { foldText } from '../interop/index.ts';
import { poolOf } from '../tenancy/index.ts';
import { rebuildSearch, type SearchHit } from './index.ts';

type World = {
  school: TestSchool;
  classes: SmallClasses;
  admin: HttpClient;
  people: Record<'teacher' | 'guardian' | 'student' | 'accountant', HttpClient>;
};

describe('search', () => {
  let system: TestSystem;
  let alpha: World;
  let beta: World;

  const insert = async (school: TestSchool, table: string, row: Record<string, unknown>): Promise<string> => {
    const full: Record<string, unknown> = { tenant_id: school.tenant.id, ...row };
    const names = Object.keys(full);
    const { rows } = await system.admin.query(
      `insert into ${table} (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')}) returning id`,
      Object.values(full),
    );
    return rows[0].id;
  };
  const find = async (client: HttpClient, text: string, limit = 10): Promise<SearchHit[]> => {
    const answer = await client.get(`/api/search?limit=${limit}&q=${encodeURIComponent(text)}`);
    expect(answer.status, answer.text).toBe(200);
    return answer.json<{ hits: SearchHit[] }>().hits;
  };
  const titles = async (client: HttpClient, text: string) =>
    (await find(client, text)).map(({ kind, title }) => `${kind} ${title}`);
  const student = (school: TestSchool, row: Record<string, unknown>) =>
    insert(school, 'students', {
      given_name: 'Some',
      family_name: 'Body',
      display_name: `${row.given_name ?? 'Some'} ${row.family_name ?? 'Body'}`,
      ...row,
    });

  const makeWorld = async (subdomain: string): Promise<World> => {
    const school = await system.addSchool(subdomain);
    const classes = await addClasses(system.admin, school);
    const [child] = classes.pupils;
    const person = async (role: 'teacher' | 'guardian' | 'student' | 'accountant', link?: string) =>
      school.signIn(await school.addUser(role, link ? { [role]: link } : {}));
    for (const [index, { pupils }] of [classes, classes.other].entries())
      await insert(school, 'invoices', {
        student_id: pupils[0]?.id,
        number: `INV-7700${index}`,
        amount_minor: 100,
        issue_date: '2026-01-01',
        due_date: '2026-02-01',
        status: index === 0 ? 'draft' : 'open',
      });
    const people = {
      teacher: await person('teacher', classes.teacherId),
      guardian: await person('guardian', child?.guardianId),
      student: await person('student', child?.id),
      accountant: await person('accountant'),
    };
    return { school, classes, people, admin: await school.signIn(school.admin) };
  };

  beforeAll(async () => {
    system = await createTestSystem();
    alpha = await makeWorld('alpha');
    beta = await makeWorld('beta');
    const { school } = alpha;
    const names: [string, string, string, string][] = [
      ['Mohammed', 'Al-Kuwari', 'محمد حسن الكواري', 'S-004411'],
      ['Maryam', 'Haddad', 'مريم حدّاد', 'S-004412'],
      ['Abdulrahman', 'Saeed', 'عبد الرحمن سعيد', 'S-004413'],
      ['Fatima', 'Smith', 'فاطمة سميث', 'S-004414'],
      ['Layla', 'Müller', 'ليلى مولر', 'S-004415'],
    ];
    for (const [given_name, family_name, display_name_ar, admission_number] of names)
      await student(school, { given_name, family_name, display_name_ar, admission_number });
    await student(school, {
      given_name: 'Maryam',
      family_name: 'Aal',
      display_name: 'Maryam Aal',
      admission_number: 'S-000001',
      status: 'left',
    });
    await insert(school, 'subjects', { title: 'Mathematics', title_ar: 'الرياضيات', code: 'MATH' });
    await student(beta.school, {
      given_name: 'Canary',
      family_name: 'Betaonly',
      display_name_ar: 'كناري بيتا',
      admission_number: 'B-999111',
      phone: '+97455998877',
    });
  });
  afterAll(() => system.close());

  it.each([
    ['mohammed', 'student Mohammed Al-Kuwari'],
    ['MOHAM', 'student Mohammed Al-Kuwari'],
    ['al kuwari', 'student Mohammed Al-Kuwari'],
    ['alkuwari', 'student Mohammed Al-Kuwari'],
    ['kuwari mohammed', 'student Mohammed Al-Kuwari'],
    ['محمّد الكوارى', 'student Mohammed Al-Kuwari'],
    ['كواري', 'student Mohammed Al-Kuwari'],
    ['عبدالرحمن', 'student Abdulrahman Saeed'],
    ['عبد الرحـمن سعيد', 'student Abdulrahman Saeed'],
    ['فاطمه', 'student Fatima Smith'],
    ['ليلي', 'student Layla Müller'],
    ['muller', 'student Layla Müller'],
    ['٠٠٤٤١٣', 'student Abdulrahman Saeed'],
    ['4413', 'student Abdulrahman Saeed'],
    ['mohamed', 'student Mohammed Al-Kuwari'],
    ['muhammad kuwary', 'student Mohammed Al-Kuwari'],
    ['abdulrhaman', 'student Abdulrahman Saeed'],
    ['fatma smith', 'student Fatima Smith'],
    ['رياضيات', 'subject Mathematics'],
    ['matehmatics', 'subject Mathematics'],
    ['9-a', 'class 9-A'],
    ['77001', 'invoice INV-77001'],
    ['huda 9-b', 'teacher Huda 9-B'],
  ])('should find for %j the %s', async (text, wanted) => {
    expect(await titles(alpha.admin, text)).toContain(wanted);
  });

  it('should find a guardian by any part of the phone number', async () => {
    const [pupil] = alpha.classes.pupils;
    const phone = pupil?.phone ?? '';
    for (const part of [
      phone,
      phone.slice(4),
      phone.slice(-4),
      `${phone.slice(0, 4)} ${phone.slice(4, 8)} ${phone.slice(8)}`,
    ]) {
      const hits = await find(alpha.admin, part);
      expect(
        hits.map(({ id }) => id),
        part,
      ).toContain(pupil?.guardianId);
    }
  });

  it('should put exact words first, then beginnings, then similar ones, and active ones before others', async () => {
    await student(alpha.school, { given_name: 'Mary', family_name: 'Zed', admission_number: 'S-2' });
    const hits = (await find(alpha.admin, 'mary')).filter(({ kind }) => kind === 'student');
    expect(hits.map(({ title, match, active }) => [title, match, active])).toEqual([
      ['Mary Zed', 'exact', true],
      ['Maryam Haddad', 'prefix', true],
      ['Maryam Aal', 'prefix', false],
    ]);
    expect((await find(alpha.admin, 'marymm')).every(({ match }) => match === 'fuzzy')).toBe(true);
  });

  it('should know of a change as soon as it is saved, and of nothing that was undone', async () => {
    const made = await alpha.admin.post('/api/students', {
      givenName: 'Zaynab',
      familyName: 'Quxley',
      admissionNumber: 'S-555123',
    });
    expect(made.status, made.text).toBe(201);
    const { id } = made.json<{ doc: { id: string } }>().doc;
    expect(await titles(alpha.admin, 'quxley')).toEqual(['student Zaynab Quxley']);
    const changed = await alpha.admin.send('PATCH', `/api/students/${id}`, {
      body: { familyName: 'Rexford' },
    });
    expect(changed.status, changed.text).toBe(200);
    expect(await titles(alpha.admin, 'quxley')).toEqual([]);
    expect(await titles(alpha.admin, 'rexford')).toEqual(['student Zaynab Rexford']);
    const client = await system.admin.connect();
    await client.query('begin');
    await client.query("update students set family_name = 'Rolledback' where id = $1", [id]);
    await client.query('rollback');
    client.release();
    expect(await titles(alpha.admin, 'rolledback')).toEqual([]);
    expect((await alpha.admin.send('DELETE', `/api/students/${id}`)).status).toBe(200);
    expect(await titles(alpha.admin, 'rexford')).toEqual([]);
    const left = await system.admin.query(
      'select count(*)::int as n from search_terms where record_id = $1',
      [id],
    );
    expect(left.rows[0].n).toBe(0);
  });

  it('should write the same words again when it is rebuilt', async () => {
    const terms = () =>
      system.admin.query(
        'select kind, standing, term, record_id from search_terms where tenant_id = $1 order by 1, 2, 3, 4',
        [alpha.school.tenant.id],
      );
    const before = (await terms()).rows;
    expect(before.length).toBeGreaterThan(50);
    await system.admin.query('delete from search_terms where tenant_id = $1 and kind = 1', [
      alpha.school.tenant.id,
    ]);
    expect(await titles(alpha.admin, 'mohammed')).toEqual([]);
    await alpha.school.run(() => rebuildSearch(poolOf(system.payload)));
    expect((await terms()).rows).toEqual(before);
  });

  it('should show each person only their own rows', async () => {
    const mine = alpha.classes.pupils.map(({ id }) => id).sort();
    const pupils = async (client: HttpClient) =>
      (await find(client, 'pupil', 25))
        .filter(({ kind }) => kind === 'student')
        .map(({ id }) => id)
        .sort();
    expect(await pupils(alpha.admin)).toHaveLength(6);
    expect(await pupils(alpha.people.accountant)).toHaveLength(6);
    expect(await pupils(alpha.people.teacher)).toEqual(mine);
    expect(await pupils(alpha.people.guardian)).toEqual([alpha.classes.pupils[0]?.id]);
    expect(await pupils(alpha.people.student)).toEqual([alpha.classes.pupils[0]?.id]);
    const guardians = async (client: HttpClient) =>
      (await find(client, 'parent', 25)).filter(({ kind }) => kind === 'guardian').length;
    expect(
      await Promise.all(
        [alpha.admin, alpha.people.teacher, alpha.people.guardian, alpha.people.student].map(guardians),
      ),
    ).toEqual([6, 3, 0, 0]);
    const invoices = async (client: HttpClient) =>
      (await find(client, '7700', 25))
        .filter(({ kind }) => kind === 'invoice')
        .map(({ title }) => title)
        .sort();
    expect(await invoices(alpha.people.accountant)).toEqual(['INV-77000', 'INV-77001']);
    expect(await invoices(alpha.people.teacher)).toEqual([]);
    expect(await invoices(alpha.people.guardian)).toEqual([]);
    expect(await find(alpha.people.guardian, 'mohamed')).toEqual([]);
  });

  it('should never find anything of another school, whatever is typed', async () => {
    expect(await titles(beta.admin, 'canary')).toEqual(['student Canary Betaonly']);
    const [hidden] = await find(beta.admin, 'canary');
    for (const text of ['canary', 'canari', 'betaonly', 'كناري', '999111', '55998877', '8877']) {
      const seen = (await find(alpha.admin, text)).map(({ id }) => id);
      expect(seen, text).not.toContain(hidden?.id);
      expect((await find(beta.admin, text)).length, text).toBeGreaterThan(0);
    }
    expect(await find(beta.admin, 'mohammed')).toEqual([]);
    const crossed = await alpha.admin.at(beta.school.host).get('/api/search?q=canary');
    expect(crossed.status).toBe(401);
    expect((await alpha.school.anonymous.get('/api/search?q=canary')).status).toBe(401);
  });

  it('should answer what is no name without falling over', async () => {
    for (const text of ['', ' ', "'; drop table students --", '%', '\\', '🙂', 'x'.repeat(200), '\u{10FFFF}'])
      expect((await alpha.admin.get(`/api/search?q=${encodeURIComponent(text)}`)).status, text).toBe(200);
    expect((await alpha.admin.get(`/api/search?q=${'x'.repeat(201)}`)).status).toBe(400);
  });

  it('should fold in the database as it folds in the program', async () => {
    const letters = [
      [0x20, 0x7e],
      [0xa0, 0x17f],
      [0x300, 0x36f],
      [0x600, 0x6ff],
      [0x750, 0x77f],
      [0x1e00, 0x1eff],
      [0x2010, 0x2027],
      [0x202a, 0x2060],
      [0xfb50, 0xfbff],
      [0xfe70, 0xfefc],
    ].flatMap(([first = 0, last = 0]) =>
      Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index)),
    );
    const { rows } = await system.admin.query(
      'select letter, daftar.fold_for_search(letter) as folded from unnest($1::text[]) as letter',
      [letters.map((letter) => `x${letter}x`)],
    );
    const different = rows
      .filter((row) => row.folded !== foldText(row.letter))
      .map((row) => [row.letter.slice(1, -1).codePointAt(0).toString(16), row.folded, foldText(row.letter)]);
    expect(different).toEqual([]);
  });

  it('should refuse to fill the words of a suspended school, and still search it', async () => {
    await system.admin.query("update tenants set status = 'suspended' where id = $1", [
      beta.school.tenant.id,
    ]);
    try {
      expect((await beta.admin.get('/api/search?q=canary')).json<{ hits: unknown[] }>().hits).toHaveLength(1);
      await expect(beta.school.run(() => rebuildSearch(poolOf(system.payload)))).rejects.toThrow(/suspended/);
    } finally {
      await system.admin.query("update tenants set status = 'active' where id = $1", [beta.school.tenant.id]);
    }
  });
});
