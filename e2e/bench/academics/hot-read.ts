import path from 'node:path';
import { buildNextApp } from '../../../core/server/commands/build.ts';
import { environmentOf } from '../../support/daftar-process.ts';
import { httpClient } from '../../support/http-client.ts';
import { openLoop } from '../measure.ts';
import { type Child, startChild } from './child.ts';
import { type Compared, closedLoop, compare, type Driven, drivenOf, type Side, spread } from './load.ts';
import type { RawConfiguration } from './raw-server.ts';
import type { Row } from './rows.ts';
import type { BenchSize } from './size.ts';
import type { School, World } from './world.ts';

const CONNECTIONS = [1, 8, 32] as const;
const OPEN_RATE = 50;

/** Our way to one pupil's results of a year: OneRoster over REST. */
export function oneRosterSide(world: World, school: School): Side {
  return {
    name: 'OneRoster',
    port: world.port,
    questions: school.students.map((id) => ({
      path: `/ims/oneroster/gradebook/v1p2/results?${queryOf(id, world.yearStart)}`,
      headers: school.bearer,
    })),
  };
}

function queryOf(student: string, from: string): string {
  return new URLSearchParams({
    filter: `student.sourcedId='${student}' AND scoreDate>='${from}'`,
    limit: '100',
  }).toString();
}

/** One pupil's results of a year: our endpoint, the same statement bare, and Payload's REST on the same rows. */
export async function hotRead(world: World, size: BenchSize): Promise<Row[]> {
  const [school] = world.schools;
  if (!school) throw new Error('The bench has no school.');
  const ours = oneRosterSide(world, school);
  const [same, plain, scoped] = await Promise.all(
    (['same', 'plain', 'scoped'] as const).map((mode) => startRaw(world, school, mode)),
  );
  if (!same || !plain || !scoped) throw new Error('A baseline did not start.');
  const next = await startNextRest(world);
  try {
    const bare: Side = { ...ours, name: 'same statement', port: portOf(same) };
    const rows = (child: Child, name: string): Side => ({
      ...{ name, port: portOf(child) },
      questions: school.students.map((id) => ({
        path: `/?student=${id}&from=${world.yearStart}`,
        headers: {},
      })),
    });
    const rest = restSide(world, school);
    const throughNext: Side = { ...rest, name: 'Payload REST through Next', port: portOf(next) };
    const plainSide = rows(plain, 'plain rows');
    const scopedSide = rows(scoped, 'plain rows behind the wall');
    await checkBodies(world, [ours, bare, rest, throughNext, plainSide, scopedSide]);
    const loops: { connections: number; toBare: Compared }[] = [];
    for (const connections of CONNECTIONS)
      loops.push({ connections, toBare: await compare([ours, bare], { ...size, connections }) });
    const toNext = await compare([ours, throughNext], { ...size, connections: 8 });
    const toRest = await compare([ours, rest], { ...size, connections: 8 });
    const toPlain = await compare([ours, plainSide], { ...size, connections: 8 });
    const wall = await compare([scopedSide, plainSide], { ...size, connections: 8 });
    const open = await openRead(ours, size);
    const at8 = loops.find(({ connections }) => connections === 8)?.toBare;
    return [
      {
        work: 'one pupil’s results of a year, 8 connections: OneRoster over the same statement bare (G1)',
        target: '≥ 0.5',
        measured: spread(at8?.ratio ?? toPlain.ratio),
        holds: (at8?.ratio.median ?? 0) >= 0.5,
        more: loops.map(
          ({ connections, toBare }) =>
            `${connections} connections: ${rate(toBare.first)}; bare ${rate(toBare.second)}; ratio ${spread(toBare.ratio)}`,
        ),
      },
      {
        work: 'the same over Payload’s REST through Next',
        target: '≥ 5',
        measured: spread(toNext.ratio),
        holds: toNext.ratio.median >= 5,
        more: [
          `Payload’s REST through Next: ${rate(toNext.second)}`,
          `over Payload’s REST in our own server, without Next: ${spread(toRest.ratio)} (no target); ${rate(toRest.second)}`,
        ],
      },
      {
        work: 'row-level security and scope: the plain rows behind the wall over the same past it, over HTTP (G3)',
        target: '≥ 0.85 (at most 1.18 times as long)',
        measured: spread(wall.ratio),
        holds: wall.ratio.median >= 0.85,
        more: [
          `behind the wall ${rate(wall.first)}; past it ${rate(wall.second)}`,
          `OneRoster over those plain rows past the wall: ${spread(toPlain.ratio)} (no target)`,
        ],
      },
      {
        work: `the same in an open loop of ${OPEN_RATE} a second`,
        target: 'p95 < 300 ms',
        measured: `p95 ${open.p95.toFixed(1)} ms`,
        holds: open.p95 < 300,
        more: [`p50 ${open.p50.toFixed(1)} ms, p99 ${open.p99.toFixed(1)} ms of ${open.count} requests`],
      },
    ];
  } finally {
    await Promise.all([same, plain, scoped, next].map((child) => child.stop()));
  }
}

async function openRead(side: Side, { seconds, rounds }: BenchSize): Promise<Driven> {
  await closedLoop(side, 8, 1);
  const times = await openLoop(OPEN_RATE, seconds * rounds, (index) => ask(side, index));
  return drivenOf(times, seconds * rounds);
}

/** Asks one question of a side, in turn. Throws when the answer is not 200. */
export async function ask({ port, questions }: Side, index: number): Promise<void> {
  const { path, headers } = questions[index % questions.length] ?? { path: '/', headers: {} };
  const answer = await httpClient(port, headers.host ?? `127.0.0.1:${port}`).send('GET', path, { headers });
  if (answer.status !== 200)
    throw new Error(`${path} answered ${answer.status} ${answer.text.slice(0, 200)}`);
}

// Before anything is measured: every side gives the same number of results of the same pupil.
async function checkBodies(world: World, sides: readonly Side[]): Promise<void> {
  const [school] = world.schools;
  const { rows } = await world.admin.query(
    'select count(*)::int as n from exam_results where student_id = $1 and date >= $2',
    [school?.students[0], world.yearStart],
  );
  for (const { name, port, questions } of sides) {
    const { path, headers } = questions[0] ?? { path: '/', headers: {} };
    const client = httpClient(port, headers.host ?? `127.0.0.1:${port}`);
    const answer = await client.send('GET', path, { headers });
    const body = answer.json<unknown[] | { results?: unknown[]; docs?: unknown[] }>();
    const list = Array.isArray(body) ? body : (body.results ?? body.docs ?? []);
    if (answer.status !== 200 || list.length !== rows[0].n || list.length === 0)
      throw new Error(
        `${name} gave ${list.length} of ${rows[0].n} results: ${answer.status} ${answer.text.slice(0, 300)}`,
      );
  }
}

// The same rows as Payload's REST gives them.
function restSide({ port, yearStart }: World, school: School): Side {
  return {
    ...{ name: 'Payload REST', port },
    questions: school.students.map((id) => ({
      path: `/api/exam-results?depth=0&limit=100&where[student][equals]=${id}&where[date][greater_than_equal]=${yearStart}`,
      headers: { host: school.host, authorization: `JWT ${school.admin.token}` },
    })),
  };
}

async function startNextRest({ installation }: World): Promise<Child> {
  await buildNextApp(path.join(import.meta.dirname, '../next-rest'));
  return startChild('next-rest-server.ts', environmentOf(installation));
}

function startRaw(world: World, school: School, mode: RawConfiguration['mode']): Promise<Child> {
  const { adminUrl, applicationUrl } = world;
  const configuration: RawConfiguration = { mode, adminUrl, applicationUrl, tenant: school.tenant };
  return startChild('raw-server.ts', { ...process.env }, [JSON.stringify(configuration)]);
}

function portOf({ detail }: Child): number {
  return Number(detail);
}

/** A side as a reader sees it. */
export function rate({ perSecond, p50, p95, p99 }: Driven): string {
  return `${perSecond.toFixed(0)} a second (p50 ${p50.toFixed(1)}, p95 ${p95.toFixed(1)}, p99 ${p99.toFixed(1)} ms)`;
}
