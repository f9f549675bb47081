import { percentile } from '../measure.ts';
import { type Spread, spread, spreadOf } from './load.ts';
import type { Row } from './rows.ts';
import type { BenchSize } from './size.ts';
import type { School, World } from './world.ts';

const MARKS = 40;
const SAVES_A_ROUND = 12;

type Register = { revision: number; pupils: { id: string }[] };

type Side = { first: number[]; again: number[] };

/**
 * Saving a register of 40 marks over HTTP for the first time, and then changing every mark of it, beside one upsert of as
 * many rows through pg. A first register has two absent pupils and two who are late.
 */
export async function registerSave(world: World, size: BenchSize): Promise<Row[]> {
  const [school] = world.schools;
  if (!school) throw new Error('The bench has no school.');
  const { classroom, days } = await prepareClass(world, school);
  const [ourDay = '', theirDay = ''] = days;
  const upsert = await upsertOf(world);
  const [ours, theirs]: [Side, Side] = [
    { first: [], again: [] },
    { first: [], again: [] },
  ];
  const ratios: Side = { first: [], again: [] };
  for (let round = 0; round < size.rounds + 1; round += 1) {
    await sweep(world);
    const [a, b]: [Side, Side] = [
      { first: [], again: [] },
      { first: [], again: [] },
    ];
    for (let index = 0; index < SAVES_A_ROUND; index += 1) {
      await clearDays(world, school, days);
      const save = async () => {
        a.first.push(await saveRegister(school, classroom, ourDay, firstCode));
        a.again.push(await saveRegister(school, classroom, ourDay, otherCode));
      };
      const plain = async () => {
        b.first.push(await upsert({ school, classroom, day: theirDay, code: 'P' }));
        b.again.push(await upsert({ school, classroom, day: theirDay, code: 'L' }));
      };
      for (const side of index % 2 === 0 ? [save, plain] : [plain, save]) await side();
    }
    // The first round warms up.
    if (round === 0) continue;
    for (const what of ['first', 'again'] as const) {
      ours[what].push(...a[what]);
      theirs[what].push(...b[what]);
      ratios[what].push(percentile(a[what], 0.5) / percentile(b[what], 0.5));
    }
  }
  const ratio: Spread = spreadOf(ratios.first);
  const median = (times: number[]) => percentile(times, 0.5).toFixed(1);
  return [
    {
      work: `save a register of ${MARKS} marks over HTTP, beside one upsert of as many rows through pg`,
      target: '≤ 3 times as long',
      measured: spread(ratio),
      holds: ratio.median <= 3,
      more: [
        `median ${median(ours.first)} ms; upsert ${median(theirs.first)} ms`,
        `changing all ${MARKS} with their history: ${spread(spreadOf(ratios.again))} times, ${median(ours.again)} ms and ${median(theirs.again)} ms`,
      ],
    },
  ];
}

const firstCode = (index: number) => (index < 2 ? 'A' : index < 4 ? 'L' : 'P');
const otherCode = (index: number) => (index < 4 ? 'P' : 'L');

const TABLES = ['attendance', 'attendance_days', 'attendance_registers', 'attendance_corrections'];

// No day of a school is taken and forgotten again dozens of times: what that leaves behind is swept up, for both sides.
async function sweep({ admin }: World): Promise<void> {
  for (const table of TABLES) await admin.query(`vacuum (index_cleanup on) ${table}`);
}

// Untimed: both sides begin with a day that nobody took.
async function clearDays({ admin }: World, { tenant }: School, days: readonly string[]): Promise<void> {
  for (const table of TABLES)
    await admin.query(`delete from ${table} where tenant_id = $1 and date = any($2)`, [tenant.id, days]);
}

// A class of 40 pupils of the last year, and two of its school days.
async function prepareClass(world: World, school: School): Promise<{ classroom: string; days: string[] }> {
  const { rows } = await world.admin.query(
    `select c.id, y.start_date, y.end_date from classrooms c join academic_years y on y.id = c.academic_year_id
      where c.tenant_id = $1 and y.current order by c.title limit 1`,
    [school.tenant.id],
  );
  const { id: classroom } = rows[0];
  await world.admin.query(
    `update enrollments set classroom_id = $2 where id in (
       select e.id from enrollments e join academic_years y on y.id = e.academic_year_id
        where e.tenant_id = $1 and y.current order by (e.classroom_id = $2) desc, e.id limit $3)`,
    [school.tenant.id, classroom, MARKS],
  );
  const days = await world.admin.query(
    'select distinct date from attendance where tenant_id = $1 order by date desc limit 2',
    [school.tenant.id],
  );
  return { classroom, days: days.rows.map(({ date }) => String(date)) };
}

async function saveRegister(
  school: School,
  classroom: string,
  date: string,
  codeOf: (index: number) => string,
): Promise<number> {
  const opened = await school.admin.get(`/api/register?kind=classroom&id=${classroom}&date=${date}`);
  const { revision, pupils } = opened.json<Register>();
  if (opened.status !== 200 || pupils.length !== MARKS)
    throw new Error(
      `The register has ${pupils?.length} pupils: ${opened.status} ${opened.text.slice(0, 300)}`,
    );
  const begun = performance.now();
  const saved = await school.admin.post('/api/register', {
    class: { kind: 'classroom', id: classroom },
    date,
    revision,
    reason: 'Bench',
    marks: pupils.map(({ id }, index) => ({
      ...{ student: id, code: codeOf(index) },
      ...(codeOf(index) === 'L' ? { minutes: 5 + index } : {}),
    })),
  });
  const milliseconds = performance.now() - begun;
  if (saved.status !== 200 || saved.json<{ changed: number }>().changed !== MARKS)
    throw new Error(`The register was not saved: ${saved.status} ${saved.text.slice(0, 300)}`);
  return milliseconds;
}

type Upsert = { school: School; classroom: string; day: string; code: string };

// The rule of one mark a pupil and lesson is read from the table, so that the baseline is right whatever it says.
async function upsertOf({ admin }: World): Promise<(upsert: Upsert) => Promise<number>> {
  const { rows } = await admin.query(
    `select string_agg(quote_ident(a.attname), ', ' order by k.n) as columns
       from pg_index i cross join lateral unnest(i.indkey) with ordinality as k(attnum, n)
       join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
      where i.indrelid = 'attendance'::regclass and i.indisunique and not i.indisprimary`,
  );
  const text = `
    insert into attendance (tenant_id, student_id, date, classroom_id, code, status)
    select $1, e.student_id, $3, $2, $4, $5::enum_attendance_status
      from enrollments e join academic_years y on y.id = e.academic_year_id where e.classroom_id = $2 and y.current
    on conflict (${rows[0].columns}) do update set code = excluded.code, status = excluded.status, updated_at = now()`;
  return async ({ school, classroom, day, code }) => {
    const values = [school.tenant.id, classroom, day, code, code === 'P' ? 'present' : 'late'];
    const begun = performance.now();
    const { rowCount } = await admin.query(text, values);
    const milliseconds = performance.now() - begun;
    if (rowCount !== MARKS) throw new Error(`The upsert wrote ${rowCount} rows.`);
    return milliseconds;
  };
}
