import { pbkdf2Sync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { openLoop } from '../measure.ts';
import { ask, oneRosterSide } from './hot-read.ts';
import { drivenOf, type Question, type Side } from './load.ts';
import type { Row } from './rows.ts';
import type { BenchSize } from './size.ts';
import type { School, World } from './world.ts';

const RATE = 50;
const MOST_MS = 300;
const MOST_MB = 512;
/** What the calibration takes on the machine the limits were set on. */
const REFERENCE_MS = 62;

/**
 * What schools do on a morning: results, lists of the panel, registers, classes; of all schools in turn. No two schools beside
 * each other are at the same place of their list, so that every second has some of each and not twenty of one kind.
 */
export async function mixedSide(world: World): Promise<Side> {
  const lists = await Promise.all(world.schools.map((school) => questionsOf(world, school)));
  const perSchool = lists.map((list, index) => [...list.slice(index), ...list.slice(0, index)]);
  const most = Math.max(...perSchool.map((questions) => questions.length));
  const questions = Array.from({ length: most }, (_, index) =>
    perSchool.flatMap((list) => list.slice(index, index + 1)),
  ).flat();
  return { name: 'mixed requests', port: world.port, questions };
}

async function questionsOf(world: World, school: School): Promise<Question[]> {
  const { rows } = await world.admin.query(
    `select c.id, (select max(date) from attendance where tenant_id = $1) as date
       from classrooms c join academic_years y on y.id = c.academic_year_id where c.tenant_id = $1 and y.current order by c.title limit 10`,
    [school.tenant.id],
  );
  const signedIn = { host: school.host, authorization: `JWT ${school.admin.token}` };
  const reads = oneRosterSide(world, school).questions.slice(0, 50);
  return reads.flatMap((read, index) => {
    const classroom = rows[index % rows.length];
    const others: Question[] = [
      { path: `/api/students?limit=25&depth=0&page=${1 + (index % 4)}`, headers: signedIn },
      {
        path: `/api/register?kind=classroom&id=${classroom?.id}&date=${classroom?.date}`,
        headers: signedIn,
      },
      { path: `/api/register/classes?date=${classroom?.date}`, headers: signedIn },
      { path: '/ims/oneroster/rostering/v1p2/classes?limit=100', headers: school.bearer },
      { path: '/api/exam-results?limit=25&depth=0', headers: signedIn },
    ];
    return [read, others[index % others.length] ?? read];
  });
}

/** 50 mixed requests a second whether or not the ones before are done (G8), and the memory after very many (G9). */
export async function mixedLoad(world: World, size: BenchSize): Promise<Row[]> {
  const side = await mixedSide(world);
  const slower = Math.max(1, calibrate() / REFERENCE_MS);
  await askAll(side);
  const seconds = size.seconds * size.rounds;
  const load = drivenOf(await openLoop(RATE, seconds, (index) => ask(side, index)), seconds);
  const memory = await memoryAfter(world, side, size.memoryRequests);
  const growth = memory.last / memory.first;
  return [
    {
      work: `${RATE} mixed requests a second of ${world.schools.length} schools, open loop (G8)`,
      target: `p99 < ${(MOST_MS * slower).toFixed(0)} ms, p95 < ${MOST_MS} ms`,
      measured: `p99 ${load.p99.toFixed(0)} ms, p95 ${load.p95.toFixed(0)} ms`,
      holds: load.p99 < MOST_MS * slower && load.p95 < MOST_MS,
      more: [
        `p50 ${load.p50.toFixed(1)} ms of ${load.count} requests; this machine takes ${slower.toFixed(2)} times the time of the one the limit of p99 was set on`,
      ],
    },
    {
      work: `memory of the web process after ${size.memoryRequests[1].toLocaleString('en')} mixed requests, beside that after ${size.memoryRequests[0].toLocaleString('en')} (G9)`,
      target: `≤ 1.3 and < ${MOST_MB} MB`,
      measured: `${growth.toFixed(2)}; ${memory.last.toFixed(0)} MB`,
      holds: growth <= 1.3 && memory.last < MOST_MB,
      more: [
        `${memory.first.toFixed(0)} MB after the first${process.env.BENCH_SERVER === 'api' ? '; without the panel' : ''}`,
      ],
    },
  ];
}

async function memoryAfter(
  world: World,
  side: Side,
  [first, all]: readonly [number, number],
): Promise<{ first: number; last: number }> {
  await manyTimes(side, first);
  const before = residentMb(world.pid);
  await manyTimes(side, all - first);
  return { first: before, last: residentMb(world.pid) };
}

/** Asks every question once, so that what is measured afterwards is a server that has been up for a while. */
export async function askAll(side: Side): Promise<void> {
  await manyTimes(side, side.questions.length);
}

async function manyTimes(side: Side, count: number): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let index = next++; index < count; index = next++) await ask(side, index);
    }),
  );
}

/** Resident memory of a process in megabytes; only Linux tells. */
export function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024;
}

// How long this machine takes for a piece of work that never changes, the best of five.
function calibrate(): number {
  const times = Array.from({ length: 5 }, () => {
    const begun = performance.now();
    pbkdf2Sync('calibration', 'salt', 200_000, 32, 'sha256');
    return performance.now() - begun;
  });
  return Math.min(...times);
}
