import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestSystem, type TestSchool, type TestSystem, until } from '../../e2e/support/index.ts';
import { runEvent } from '../jobs/index.ts';
import { sha256Hex } from '../kernel/index.ts';
import { addYearPartitions, partitionState, tendPartitions } from '../server/database/year-partitions.ts';
import { asSystem, asTenant, inTransaction } from '../tenancy/index.ts';
import { archiveOldRows, rebuildRollups, rollupKeeper } from './worker.ts';

/** A day on which the years 2010 and 2011 below are more than five years over, and 2024 is not. */
const NOW = new Date('2026-11-23T10:00:00Z');

describe('results and marks at size', () => {
  let system: TestSystem;
  let alpha: TestSchool;
  let beta: TestSchool;

  const sql = async <Row extends Record<string, unknown>>(text: string, values: unknown[] = []) =>
    (await system.admin.query<Row>(text, values)).rows;
  const uuid = (name: string) => {
    const hex = sha256Hex(name);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  };
  // Past the wall and without events: what the tests then change goes through the wall and leaves events.
  const fixture = async (school: TestSchool, years: number[], pupils: number) => {
    const client = await system.admin.connect();
    const id = (name: string) => uuid(`${school.tenant.id}:${name}`);
    try {
      await client.query('begin');
      await client.query("set local session_replication_role = 'replica'");
      await client.query("select set_config('app.tenant', $1, true)", [school.tenant.id]);
      await client.query(
        `insert into subjects (id, title) values ($1, 'Mathematics') on conflict do nothing`,
        [id('subject')],
      );
      for (let pupil = 0; pupil < pupils; pupil += 1)
        await client.query(
          `insert into students (id, given_name, family_name, admission_number) values ($1, 'P', 'P', $2) on conflict do nothing`,
          [id(`pupil${pupil}`), `N${pupil}`],
        );
      for (const year of years) {
        await client.query(
          'insert into academic_years (id, title, start_date, end_date) values ($1, $2, $3, $4)',
          [id(`year${year}`), String(year), `${year}-01-05`, `${year}-12-20`],
        );
        await client.query(`insert into classrooms (id, title, academic_year_id) values ($1, $2, $3)`, [
          id(`class${year}`),
          `${year}-A`,
          id(`year${year}`),
        ]);
        for (let exam = 0; exam < 4; exam += 1) {
          const date = `${year}-0${exam + 2}-10`;
          await client.query(
            `insert into exams (id, title, subject_id, classroom_id, academic_year_id, type, total_marks, date)
             values ($1, 'Quiz', $2, $3, $4, 'quiz', 20, $5)`,
            [id(`exam${year}${exam}`), id('subject'), id(`class${year}`), id(`year${year}`), date],
          );
          for (let pupil = 0; pupil < pupils; pupil += 1) {
            await client.query(
              `insert into exam_results (id, student_id, exam_id, academic_year_id, date, score_hundredths) values ($1, $2, $3, $4, $5, $6)`,
              [
                ...[id(`result${year}${exam}${pupil}`), id(`pupil${pupil}`), id(`exam${year}${exam}`)],
                ...[id(`year${year}`), date, 1000 + pupil * 10],
              ],
            );
            await client.query(
              `insert into attendance (id, student_id, date, classroom_id, code, status) values ($1, $2, $3, $4, 'P', 'present')`,
              [id(`mark${year}${exam}${pupil}`), id(`pupil${pupil}`), date, id(`class${year}`)],
            );
          }
        }
      }
      await client.query('commit');
    } finally {
      client.release();
    }
    return id;
  };
  let id: (name: string) => string;

  beforeAll(async () => {
    system = await createTestSystem();
    alpha = await system.addSchool('alpha');
    beta = await system.addSchool('beta');
    id = await fixture(alpha, [2010, 2011, 2024], 30);
    await fixture(beta, [2011, 2024], 10);
  });
  afterAll(() => system.close());

  describe('partitions', () => {
    it('should make the years ahead, and move what waits for them in the default partition', async () => {
      await sql(
        `insert into attendance (tenant_id, student_id, date, code, status) values ($1, $2, '2041-03-01', 'P', 'present')`,
        [alpha.tenant.id, id('pupil0')],
      );
      const late = new Date('2039-06-01T00:00:00Z');
      const before = await partitionState(system.pool, late);
      expect(before.alarms.join(' ')).toMatch(/has no partition for 2039/);
      expect(before.alarms.join(' ')).toMatch(/attendance lie in its default partition/);
      expect(await addYearPartitions(system.adminUrl, late)).toBe(16);
      expect(await addYearPartitions(system.adminUrl, late)).toBe(0);
      const rows = await sql(
        `select tableoid::regclass::text as partition from attendance where tenant_id = $1 and date = '2041-03-01'`,
        [alpha.tenant.id],
      );
      expect(rows).toEqual([{ partition: 'attendance_2041' }]);
      await sql('delete from attendance_2041');
      const state = await tendPartitions({
        pool: system.pool,
        logger: system.logger,
        migrationUrl: undefined,
        now: late,
      });
      expect(state.alarms).toEqual([]);
    });

    it('should give nobody a way into a partition past the wall', async () => {
      await alpha.run(async () => {
        await expect(system.pool.query('select from attendance_2041')).rejects.toThrow(/permission denied/);
        await expect(system.pool.query('select from exam_results_archive_2041')).rejects.toThrow(
          /permission denied/,
        );
        await expect(system.pool.query('select from exam_results_archive_other')).rejects.toThrow(
          /permission denied/,
        );
      });
    });
  });

  describe('numbers of classes', () => {
    const FRESH = `
      select e.academic_year_id, e.subject_id, e.classroom_id, count(*) filter (where r.status in ('graded', 'late') and score_hundredths is not null)::int as graded,
             count(*) filter (where r.status = 'missing')::int as missing,
             coalesce(sum(case when r.status in ('graded', 'late') and e.total_marks > 0 then round(score_hundredths * 100 / total_marks) end), 0)::int as percent_sum,
             coalesce(sum(case when e.published_at is not null and r.status in ('graded', 'late') and e.total_marks > 0 then round(score_hundredths * 100 / total_marks) end), 0)::int as published_sum
        from exam_results_all r join exams e on e.id = r.exam_id where r.tenant_id = $1 group by 1, 2, 3 order by 1, 2, 3`;
    const KEPT = `select academic_year_id, subject_id, classroom_id, graded, missing, percent_sum::int, published_sum::int from rollup_results where tenant_id = $1 order by 1, 2, 3`;
    const same = async (school: TestSchool) => {
      expect(await sql(KEPT, [school.tenant.id])).toEqual(await sql(FRESH, [school.tenant.id]));
    };
    const events = async () =>
      (
        await sql<{ id: string }>("select id from outbox where type like 'rollup.%' order by created_at, id")
      ).map((row) => row.id);
    const handle = async (ids: string[]) => {
      const options = {
        pool: system.pool,
        handlers: [rollupKeeper({ pool: system.pool })],
        logger: system.logger,
      };
      for (const event of ids) {
        // Twice, as after a crash: the second time must not count twice.
        await sql("update outbox set status = 'pending' where id = $1", [event]);
        expect(await runEvent(event, options)).toBe('done');
        await sql('delete from outbox_handled where event_id = $1', [event]);
        await sql("update outbox set status = 'pending' where id = $1", [event]);
        expect(await runEvent(event, options)).toBe('done');
      }
      await sql("delete from outbox where type like 'rollup.%'");
    };

    it('should count a school anew by command, and nothing of another', async () => {
      await alpha.run(() => rebuildRollups(system.pool));
      await same(alpha);
      expect(await sql(KEPT, [beta.tenant.id])).toEqual([]);
      await beta.run(() => rebuildRollups(system.pool));
      await same(beta);
      expect((await sql(KEPT, [alpha.tenant.id])).length).toBeGreaterThan(2);
    });

    it('should be equal to a fresh count after any changes, in whatever order their events come', async () => {
      await sql("delete from outbox where type like 'rollup.%'");
      const pupil = fc.integer({ min: 0, max: 29 });
      const exam = fc.integer({ min: 0, max: 3 });
      const step = fc.oneof(
        fc.record({
          do: fc.constant('score' as const),
          pupil,
          exam,
          score: fc.integer({ min: 0, max: 2000 }),
        }),
        fc.record({ do: fc.constant('missing' as const), pupil, exam }),
        fc.record({ do: fc.constant('delete' as const), pupil, exam }),
        fc.record({ do: fc.constant('move' as const), exam, to: fc.constantFrom(2010, 2011, 2024) }),
        fc.record({ do: fc.constant('marks' as const), exam, total: fc.constantFrom(0, 10, 20, 50) }),
        fc.record({ do: fc.constant('absent' as const), pupil, exam, isAbsent: fc.boolean() }),
      );
      const apply = (change: typeof step extends fc.Arbitrary<infer Change> ? Change : never) =>
        alpha.run(() => {
          const { pool } = system;
          const examId = id(`exam2024${change.exam}`);
          const date = `2024-0${change.exam + 2}-10`;
          if (change.do === 'score')
            return pool.query(
              `insert into exam_results (student_id, exam_id, academic_year_id, date, score_hundredths) values ($1, $2, $3, $4, $5)
               on conflict (tenant_id, exam_id, student_id, date) do update set score_hundredths = excluded.score_hundredths, status = 'graded'`,
              [id(`pupil${change.pupil}`), examId, id('year2024'), date, change.score],
            );
          if (change.do === 'missing')
            return pool.query(
              "update exam_results set status = 'missing', score_hundredths = null where exam_id = $1 and student_id = $2",
              [examId, id(`pupil${change.pupil}`)],
            );
          if (change.do === 'delete')
            return pool.query('delete from exam_results where exam_id = $1 and student_id = $2', [
              examId,
              id(`pupil${change.pupil}`),
            ]);
          if (change.do === 'move')
            return pool.query('update exams set classroom_id = $2 where id = $1', [
              examId,
              id(`class${change.to}`),
            ]);
          if (change.do === 'marks')
            return pool.query('update exams set total_marks = $2 where id = $1', [examId, change.total]);
          return pool.query(
            'update attendance set status = $3::enum_attendance_status where student_id = $1 and date = $2',
            [id(`pupil${change.pupil}`), date, change.isAbsent ? 'absent' : 'present'],
          );
        });
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { minLength: 1, maxLength: 12 }),
          fc.integer(),
          async (changes, order) => {
            for (const change of changes) await apply(change);
            const waiting = await events();
            await handle([...waiting].sort((a, b) => (sha256Hex(a + order) < sha256Hex(b + order) ? -1 : 1)));
            await same(alpha);
          },
        ),
        { numRuns: 15, seed: 20261123 },
      );
      await same(beta);
    });

    it('should leave no event when the change is taken back', async () => {
      const before = await events();
      await alpha
        .run(() =>
          inTransaction(system.pool, async (client) => {
            await client.query("update exam_results set score_hundredths = 1 where date = '2024-02-10'");
            throw new Error('taken back');
          }),
        )
        .catch(() => undefined);
      expect(await events()).toEqual(before);
    });
  });

  describe('the archive', () => {
    const tallies = async (school: TestSchool) =>
      (
        await sql(
          `select (select count(*) from exam_results where tenant_id = $1)::int as results,
                  (select count(*) from exam_results_archive where tenant_id = $1)::int as old_results,
                  (select count(*) from attendance where tenant_id = $1)::int as marks,
                  (select count(*) from attendance_archive where tenant_id = $1)::int as old_marks`,
          [school.tenant.id],
        )
      )[0] as Record<'results' | 'old_results' | 'marks' | 'old_marks', number>;
    const fingerprints = async (school: TestSchool) =>
      sql(
        `select (select md5(string_agg(r::text, '|' order by id)) from (select id, student_id, exam_id, date, score_hundredths, status, created_at from exam_results_all where tenant_id = $1) r) as results,
                (select md5(string_agg(r::text, '|' order by id)) from (select id, student_id, date, code, status, created_at from attendance_all where tenant_id = $1) r) as marks`,
        [school.tenant.id],
      );
    const child = (): ChildProcess =>
      spawn(
        process.execPath,
        [
          '--disable-warning=ExperimentalWarning',
          path.join(import.meta.dirname, 'testing/archive-child.ts'),
          ...[process.env.DAFTAR_APP_DATABASE_URL ?? '', NOW.toISOString()],
        ],
        { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, LOG_LEVEL: 'silent' } },
      );

    it('F20: should lose and double no row when it is killed in the middle, and go on where it was', async () => {
      const before = { counts: await tallies(alpha), rows: await fingerprints(alpha) };
      let inTheMiddle = 0;
      for (let kill = 0; kill < 3; kill += 1) {
        const worker = child();
        const reached = (await tallies(alpha)).old_results + (await tallies(alpha)).old_marks;
        await until(
          'some rows were moved',
          async () => {
            const { old_results, old_marks } = await tallies(alpha);
            return old_results + old_marks > reached || worker.exitCode !== null;
          },
          { seconds: 30, everyMs: 2 },
        );
        worker.kill('SIGKILL');
        await new Promise((resolve) => worker.once('exit', resolve));
        const now = await tallies(alpha);
        expect(now.results + now.old_results).toBe(before.counts.results);
        expect(now.marks + now.old_marks).toBe(before.counts.marks);
        expect(await fingerprints(alpha)).toEqual(before.rows);
        const old = now.old_results + now.old_marks;
        if (old > 0 && old < 480) inTheMiddle += 1;
      }
      expect(inTheMiddle).toBeGreaterThan(0);
      await until(
        'the lock of the killed process is gone',
        async () => (await archiveOldRows({ pool: system.pool, logger: system.logger, now: NOW })).isComplete,
        { seconds: 30, everyMs: 200 },
      );
      expect(await tallies(alpha)).toEqual({ ...(await tallies(alpha)), old_results: 240, old_marks: 240 });
      expect(await fingerprints(alpha)).toEqual(before.rows);
    });

    it('should keep what is younger than the clock of the school, and follow another clock', async () => {
      expect(await tallies(beta)).toMatchObject({ old_results: 40, old_marks: 40, results: 40, marks: 40 });
      await asSystem(() =>
        system.pool.query('update tenants set archive_after_years = 1 where id = $1', [beta.tenant.id]),
      );
      await archiveOldRows({ pool: system.pool, logger: system.logger, now: NOW });
      expect(await tallies(beta)).toMatchObject({ old_results: 80, old_marks: 80, results: 0, marks: 0 });
      expect((await tallies(alpha)).results).toBeGreaterThan(0);
    });

    it('should let reports of a school read both places, behind the wall', async () => {
      const seen = (school: TestSchool) =>
        school.run(async () => {
          const all = await system.pool.query(
            'select count(*)::int as n, count(*) filter (where archived)::int as old, count(distinct tenant_id)::int as schools from exam_results_all',
          );
          return all.rows[0];
        });
      expect(await seen(alpha)).toMatchObject({ old: 240, schools: 1 });
      expect(await seen(beta)).toEqual({ n: 80, old: 80, schools: 1 });
      await asSystem(() =>
        expect(system.pool.query('select from exam_results_all')).rejects.toThrow(/permission denied/),
      );
      await alpha.run(() =>
        expect(
          system.pool.query('insert into exam_results_archive select * from exam_results_archive'),
        ).rejects.toThrow(),
      );
      await asTenant(alpha.tenant, () =>
        expect(system.pool.query('update exam_results_archive set score_hundredths = 1')).rejects.toThrow(
          /permission denied/,
        ),
      );
    });

    it('should replace what the archive has when a mark of an old year is entered again', async () => {
      const again = () =>
        alpha.run(() =>
          system.pool.query(
            `insert into exam_results (student_id, exam_id, academic_year_id, date, score_hundredths) values ($1, $2, $3, '2010-02-10', 1999)`,
            [id('pupil0'), id('exam20100'), id('year2010')],
          ),
        );
      await again();
      await archiveOldRows({ pool: system.pool, logger: system.logger, now: NOW });
      const rows = await sql(
        'select score_hundredths::int as score from exam_results_all where tenant_id = $1 and exam_id = $2 and student_id = $3',
        [alpha.tenant.id, id('exam20100'), id('pupil0')],
      );
      expect(rows).toEqual([{ score: 1999 }]);
    });

    it('should leave a suspended school as it is', async () => {
      await sql("update tenants set status = 'suspended', archive_after_years = 1 where id = $1", [
        alpha.tenant.id,
      ]);
      const before = await tallies(alpha);
      await archiveOldRows({ pool: system.pool, logger: system.logger, now: NOW });
      expect(await tallies(alpha)).toEqual(before);
    });
  });
});
