import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestSystem, type TestSchool, type TestSystem } from '../../../e2e/support/index.ts';
import { removeSchool, seededSchools } from './remove-seeded.ts';
import type { SeedSize } from './seed-plan.ts';
import { type SeedOutcome, seedSchools } from './seed-schools.ts';

const SIZE: SeedSize = {
  ...{ schools: 2, students: 40, years: 2, subjects: 3, exams: 2, attendanceDays: 3 },
  ...{ seed: 7, today: '2026-11-23' },
};
const TABLES = [
  ...[
    'academic_years',
    'terms',
    'grade_levels',
    'subjects',
    'teachers',
    'classrooms',
    'students',
    'guardians',
  ],
  ...['student_guardians', 'enrollments', 'class_offerings', 'class_teachers', 'class_members', 'exams'],
  ...['exam_results', 'attendance_registers', 'attendance'],
];

describe('made-up schools of any size', () => {
  let system: TestSystem;
  let own: TestSchool;
  let outcome: SeedOutcome;

  const seed = (more: Partial<SeedSize> = {}, asked: { replace?: boolean; besideOthers?: boolean } = {}) =>
    seedSchools({
      payload: system.payload,
      migrationUrl: system.adminUrl,
      settings: system.settings,
      size: { ...SIZE, ...more },
      besideOthers: true,
      password: 'a long enough password',
      ...asked,
    });
  const count = async (table: string, tenantId: string) =>
    Number(
      (await system.admin.query(`select count(*) as n from ${table} where tenant_id = $1`, [tenantId]))
        .rows[0].n,
    );
  const checksums = async (tenantId: string) =>
    Object.fromEntries(
      await Promise.all(
        TABLES.map(async (table) => {
          const { rows } = await system.admin.query(
            `select md5(string_agg(t::text, '|' order by id)) as sum from ${table} t where tenant_id = $1`,
            [tenantId],
          );
          return [table, rows[0].sum];
        }),
      ),
    );

  beforeAll(async () => {
    system = await createTestSystem();
    own = await system.addSchool('ownschool');
    outcome = await seed();
  });
  afterAll(() => system.close());

  it('should write as many results and marks as the size says, for every school', async () => {
    expect(outcome.results).toBe(2 * 40 * 2 * 3 * 2);
    for (const { id } of outcome.schools) {
      expect(await count('students', id)).toBe(40);
      expect(await count('exam_results', id)).toBe(40 * 2 * 3 * 2);
      expect(await count('attendance', id)).toBe(40 * 3);
      expect(await count('class_members', id)).toBe(40 * 2 * 3);
    }
  });

  it('should leave no reference that leads nowhere, although they are not looked up while writing', async () => {
    const { rows } = await system.admin.query(
      `select c.conrelid::regclass::text as source, c.confrelid::regclass::text as target,
              array_agg(s.attname order by k.n) as from_columns, array_agg(t.attname order by k.n) as to_columns
         from pg_constraint c cross join lateral unnest(c.conkey, c.confkey) with ordinality as k(f, t, n)
         join pg_attribute s on s.attrelid = c.conrelid and s.attnum = k.f
         join pg_attribute t on t.attrelid = c.confrelid and t.attnum = k.t
        where c.contype = 'f' and c.conparentid = 0 and c.conrelid::regclass::text = any($1) group by c.oid`,
      [TABLES],
    );
    expect(rows.length).toBeGreaterThan(20);
    for (const { source, target, from_columns, to_columns } of rows) {
      const names = (list: string) => list.replace(/[{}]/g, '').split(',');
      const [from, to] = [names(from_columns), names(to_columns)];
      const same = from.map((column, at) => `p."${to[at]}" = c."${column}"`).join(' and ');
      const set = from.map((column) => `c."${column}" is not null`).join(' and ');
      const lost = await system.admin.query(
        `select count(*)::int as n from ${source} c where ${set} and not exists (select from ${target} p where ${same})`,
      );
      expect([source, target, lost.rows[0].n]).toEqual([source, target, 0]);
    }
  });

  it('should name people as the Gulf does, and give brothers and sisters the same guardians', async () => {
    const [arabic] = outcome.schools;
    const { rows } = await system.admin.query(
      'select display_name_ar from students where tenant_id = $1 and display_name_ar is not null',
      [arabic?.id],
    );
    expect(rows.length).toBeGreaterThan(30);
    for (const { display_name_ar } of rows)
      expect(display_name_ar).toMatch(/^[\u0600-\u06FF]+( [\u0600-\u06FF]+){3,4}$/);
    const shared = await system.admin.query(
      'select count(*)::int as n from (select guardian_id from student_guardians where tenant_id = $1 group by 1 having count(*) > 1) x',
      [arabic?.id],
    );
    expect(shared.rows[0].n).toBeGreaterThan(10);
  });

  it('should give marks that a school would believe', async () => {
    const { rows } = await system.admin.query(
      `select avg(score_hundredths / total_marks)::float as mean, stddev(score_hundredths / total_marks)::float as spread,
              count(*) filter (where r.status = 'graded')::float / count(*) as graded,
              corr(score_hundredths / total_marks, ability)::float as likeness
         from exam_results r join exams e on e.id = r.exam_id
         join (select student_id, avg(score_hundredths / total_marks) as ability
                 from exam_results r join exams e on e.id = r.exam_id group by 1) a using (student_id)
        where r.tenant_id = any($1)`,
      [outcome.schools.map(({ id }) => id)],
    );
    expect(rows[0].mean).toBeGreaterThan(60);
    expect(rows[0].mean).toBeLessThan(85);
    expect(rows[0].spread).toBeGreaterThan(10);
    expect(rows[0].graded).toBeGreaterThan(0.9);
    expect(rows[0].likeness).toBeGreaterThan(0.5);
  });

  it('should let its people sign in and see their own', async () => {
    const [{ subdomain, id } = { subdomain: '', id: '' }] = outcome.schools;
    const teacher = await system
      .at(`${subdomain}.${system.settings.DAFTAR_BASE_DOMAIN}`)
      .signIn(`teacher1@${subdomain}.example`, 'a long enough password');
    const classes = await teacher.get('/api/students?limit=5&depth=0');
    expect(classes.status).toBe(200);
    expect(classes.json<{ docs: { tenant: string }[] }>().docs.every((one) => one.tenant === id)).toBe(true);
    const admin = await system
      .at(`${subdomain}.${system.settings.DAFTAR_BASE_DOMAIN}`)
      .signIn(`admin@${subdomain}.example`, 'a long enough password');
    expect((await admin.get('/api/students?limit=1')).json<{ totalDocs: number }>().totalDocs).toBe(40);
  });

  it('should keep the numbers of its classes ready', async () => {
    const { rows } = await system.admin.query(
      `select tenant_id, sum(graded + missing + exempt)::int as n from rollup_results where tenant_id = any($1) group by 1`,
      [outcome.schools.map(({ id }) => id)],
    );
    expect(rows).toHaveLength(2);
    for (const { n } of rows) expect(n).toBeGreaterThan(430);
  });

  it('should refuse a school that is there already, and make the same anew when asked', async () => {
    const [first] = outcome.schools;
    const before = await checksums(String(first?.id));
    await expect(seed()).rejects.toThrow(/are there already.*--replace/);
    await seed({}, { replace: true });
    expect(await checksums(String(first?.id))).toEqual(before);
    const other = await seed({ seed: 8, schools: 1 });
    const theirs = await checksums(String(other.schools[0]?.id));
    for (const table of TABLES) expect([table, theirs[table]]).not.toEqual([table, before[table]]);
  });

  it('should refuse production, and a database of customers unless asked', async () => {
    await expect(seed({ seed: 9 }, { besideOthers: false })).rejects.toThrow(/ownschool.*--beside-others/);
    await expect(
      seedSchools({
        payload: system.payload,
        migrationUrl: system.adminUrl,
        settings: { ...system.settings, DAFTAR_ENV: 'production' },
        size: SIZE,
      }),
    ).rejects.toThrow(/not written into production/);
  });

  it('should take its schools away with everything of them, and nothing else', async () => {
    const client = await system.admin.connect();
    try {
      const tables = await client.query(
        `select c.oid::regclass::text as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
          where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace`,
      );
      const rowsOf = async (where: string, values: unknown[]) =>
        Object.fromEntries(
          await Promise.all(
            tables.rows.map(async ({ name }) => [
              name,
              Number(
                (await system.admin.query(`select count(*) as n from ${name} where ${where}`, values)).rows[0]
                  .n,
              ),
            ]),
          ),
        );
      const ours = await rowsOf('tenant_id = $1', [own.tenant.id]);
      const seeded = await seededSchools(client);
      expect(seeded).toHaveLength(3);
      for (const id of seeded) await removeSchool(client, id);
      expect(Object.values(await rowsOf('tenant_id = any($1)', [seeded])).every((n) => n === 0)).toBe(true);
      expect(await rowsOf('tenant_id = $1', [own.tenant.id])).toEqual(ours);
      await expect(removeSchool(client, own.tenant.id)).rejects.toThrow(/not made by a seed/);
    } finally {
      client.release();
    }
  });
});
