import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addClasses,
  createTestSystem,
  type SmallClasses,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';
import { CAPABILITIES, type CapabilityName, capabilityContract } from '../../plugins/sdk/index.ts';
import { openStorage } from '../storage/index.ts';
import {
  type AnyCapability,
  createCapabilities,
  createHostCall,
  createLogCapability,
  type HostCall,
  type Json,
} from './index.ts';
import { addInstall, contextFor, wholeManifest } from './testing/installs.ts';
import { fillIn, isPlanted, plantedInputs } from './testing/planted-inputs.ts';

const CANARY = 'Canary9f3b';
const NAMES = Object.keys(CAPABILITIES) as CapabilityName[];
/** Starts processes or looks up names, so it is tried less often. */
const SLOW: ReadonlySet<string> = new Set(['http.fetch', 'report.render']);
const runsOf = (name: string) => (SLOW.has(name) ? 8 : 120);

const contractOf = (name: string) => {
  const contract = capabilityContract(name);
  if (contract === undefined) throw new Error(`There is no capability ${name}.`);
  return contract;
};

/**
 * Two installs of school A get the same inputs, one with names of school B in them and the other with names of nobody. If
 * their answers ever differ, or anything of B changes, a plugin can tell, read or change something of B.
 */
describe('R9: every capability, with names of another school in every place', () => {
  let system: TestSystem;
  let a: TestSchool;
  let b: TestSchool;
  let own: string[];
  let ofB: string[];
  let unknown: string[];
  let capabilities: AnyCapability[];
  let withNamesOfB: HostCall;
  let withNamesOfNobody: HostCall;

  beforeAll(async () => {
    system = await createTestSystem();
    [a, b] = [await system.addSchool('alpha'), await system.addSchool('beta')];
    const [classesOfA, classesOfB] = [await addClasses(system.admin, a), await addClasses(system.admin, b)];
    const storage = openStorage(system.settings);
    capabilities = [
      ...createCapabilities({ pool: system.pool, storage }),
      createLogCapability({ write: () => undefined, maxLineBytes: 500 }),
    ];
    await fillWithCanaries(classesOfB);
    const manifest = wholeManifest();
    const hostOf = async (school: TestSchool): Promise<{ host: HostCall; installId: string }> => {
      const installId = await addInstall(system.admin, school, manifest);
      const call = createHostCall({
        capabilities,
        context: contextFor(school, installId, manifest, {
          pluginId: `qa.test.everything-${installId.slice(0, 8)}`,
          callId: installId,
        }),
      });
      return { host: (name, args) => school.run(() => call(name, args)), installId };
    };
    const installOfB = await hostOf(b);
    await installOfB.host('kv.set', { key: 'canary-kv-key', value: CANARY });
    await installOfB.host('records.put', {
      collection: 'notes',
      key: 'canary-record',
      value: { text: CANARY },
    });
    const file = await installOfB.host('files.put', {
      name: `${CANARY}.txt`,
      contentType: 'text/plain',
      text: CANARY,
    });
    const fileId = file.ok ? String((file.value as { fileId: string }).fileId) : b.tenant.id;
    own = [...idsOf(classesOfA), a.tenant.id, 'canary-own'];
    ofB = [
      ...idsOf(classesOfB),
      b.tenant.id,
      installOfB.installId,
      b.admin.id,
      fileId,
      'canary-kv-key',
      'canary-record',
      ...(await otherIdsOfB()),
    ];
    unknown = ofB.map(strangerTo);
    expect(unknown.filter((id) => ofB.includes(id))).toEqual([]);
    withNamesOfB = (await hostOf(a)).host;
    withNamesOfNobody = (await hostOf(a)).host;
  });
  afterAll(() => system.close());

  const idsOf = (classes: SmallClasses): string[] => [
    classes.yearId,
    ...[classes, classes.other].flatMap(({ classroomId, teacherId, pupils }) => [
      classroomId,
      teacherId,
      ...pupils.flatMap((pupil) => [pupil.id, pupil.guardianId]),
    ]),
  ];
  /** Names that nobody has, in the order of those they stand for: a list sorted by key stays sorted alike. */
  const strangerTo = (id: string) =>
    id.slice(0, -1) +
    (/[0-9a-f]$/.test(id) ? ((Number.parseInt(id.slice(-1), 16) + 1) % 16).toString(16) : 'z');

  /** Everything of B that could be read carries a word that must never be heard at A. */
  const fillWithCanaries = async (classes: SmallClasses) => {
    const tenant = b.tenant.id;
    await system.admin.query('update students set display_name = $2 where tenant_id = $1', [tenant, CANARY]);
    await system.admin.query('update guardians set display_name = $2, email = $3 where tenant_id = $1', [
      tenant,
      CANARY,
      `${CANARY}@example.org`,
    ]);
    for (const { classroomId, pupils } of [classes, classes.other])
      await system.admin.query(
        `insert into attendance (tenant_id, student_id, classroom_id, date, code, status, note)
         select $1, pupil, $2, day, 'A', 'absent', $3
           from unnest($4::uuid[]) as pupil, unnest(array['2025-09-01', '2026-01-05', '2026-06-30']) as day`,
        [tenant, classroomId, CANARY, pupils.map((pupil) => pupil.id)],
      );
    await system.admin.query(
      `with g as (insert into grade_levels (tenant_id, code, title) values ($1, 'G', $2) returning id),
            s as (insert into subjects (tenant_id, title) values ($1, $2) returning id),
            e as (insert into exams (tenant_id, title, subject_id, academic_year_id, total_marks)
                  select $1, $2, s.id, $3, 100 from s returning id)
       insert into exam_results (tenant_id, student_id, exam_id, academic_year_id, date, score_hundredths, comment)
       select $1, $4, e.id, $3, '2026-01-05', 5000, $2 from e, g`,
      [tenant, CANARY, classes.yearId, classes.pupils[0]?.id],
    );
  };
  const otherIdsOfB = async (): Promise<string[]> => {
    const { rows } = await system.admin.query(
      ['grade_levels', 'subjects', 'exams', 'exam_results', 'attendance', 'roles']
        .map((table) => `(select id::text from ${table} where tenant_id = $1 limit 2)`)
        .join(' union all '),
      [b.tenant.id],
    );
    return rows.map((row) => String(row.id));
  };

  /** A digest of every row of B in every table. */
  const rowsOfB = async (): Promise<Record<string, string>> => {
    const { rows } = await system.admin.query(
      `select c.relname as name from pg_class c join pg_attribute t on t.attrelid = c.oid and t.attname = 'tenant_id'
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`,
    );
    const digests: Record<string, string> = {};
    for (const { name } of rows) {
      const digest = await system.admin.query(
        `select count(*) || ':' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as digest
           from "${name}" t where tenant_id = $1`,
        [b.tenant.id],
      );
      digests[name] = digest.rows[0].digest;
    }
    return digests;
  };

  /** What two answers have in common when nothing was learnt: names and everything made anew in each are left out. */
  const comparable = (answer: unknown): string => {
    let text = JSON.stringify(answer);
    for (const [index, id] of ofB.entries()) text = text.replaceAll(id, `<${index}>`);
    for (const [index, id] of unknown.entries()) text = text.replaceAll(id, `<${index}>`);
    return text
      .replace(/"url":"[^"]*"/g, '"url":"<url>"')
      .replace(/"(sha256|base64|bytes|at)":("[^"]*"|\d+)/g, '"$1":"<content>"')
      .replace(/\d{4}-\d\d-\d\dT[0-9:.]+Z/g, '<moment>')
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) =>
        own.includes(id) ? id : '<new>',
      );
  };

  const sameAndSilent = async (name: string, mine: Promise<unknown>, control: Promise<unknown>) => {
    const [one, other] = [await mine, await control];
    expect(comparable(one), name).toBe(comparable(other));
    expect(JSON.stringify(one)).not.toContain(CANARY);
    expect(one).not.toMatchObject({ ok: false, code: 'internal' });
  };

  it.each(NAMES)(
    'R9: should make inputs for %s that its schema accepts and that name another school',
    (name) => {
      const contract = contractOf(name);
      const samples = fc.sample(plantedInputs(contract), { numRuns: 400, seed: 7 });
      const takesText = samples.some(isPlanted);
      const accepted = samples.filter(
        (sample) => contract.input.safeParse(fillIn(sample, { planted: ofB, own })).success,
      );
      expect(takesText).toBe(true);
      expect(accepted.length).toBeGreaterThan(5);
      // A capability without any free text could name nobody; today there is none.
      expect(accepted.some(isPlanted)).toBe(true);
    },
  );

  it.each(NAMES)(
    'R9: should let a plugin read, change and infer nothing of another school through %s',
    async (name) => {
      const before = await rowsOfB();
      await fc.assert(
        fc.asyncProperty(plantedInputs(contractOf(name)), async (template) => {
          await sameAndSilent(
            name,
            withNamesOfB(name, fillIn(template, { planted: ofB, own })),
            withNamesOfNobody(name, fillIn(template, { planted: unknown, own })),
          );
        }),
        { numRuns: runsOf(name), seed: 11 },
      );
      expect(await rowsOfB()).toEqual(before);
    },
    120_000,
  );

  it('R9: should let it learn nothing by many calls after each other', async () => {
    const before = await rowsOfB();
    const step = fc.oneof(
      ...NAMES.filter((name) => !SLOW.has(name)).map((name) =>
        plantedInputs(contractOf(name)).map((template) => ({ name, template })),
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 25 }), async (steps) => {
        for (const { name, template } of steps)
          await sameAndSilent(
            name,
            withNamesOfB(name, fillIn(template, { planted: ofB, own })),
            withNamesOfNobody(name, fillIn(template, { planted: unknown, own })),
          );
      }),
      { numRuns: 40, seed: 13 },
    );
    expect(await rowsOfB()).toEqual(before);
  }, 180_000);

  it.each(['students.read', 'guardians.read', 'attendance.read', 'results.read', 'structure.read'])(
    'R9: should notice it if %s looked past the wall',
    async (name) => {
      const manifest = wholeManifest();
      const leaking = createHostCall({
        capabilities: createCapabilities({ pool: system.admin }),
        context: contextFor(a, await addInstall(system.admin, a, manifest), manifest),
      });
      const call = (template: Json, names: string[]) =>
        a.run(() => leaking(name, fillIn(template, { planted: names, own })));
      await expect(
        fc.assert(
          fc.asyncProperty(plantedInputs(contractOf(name)), (template) =>
            sameAndSilent(name, call(template, ofB), call(template, unknown)),
          ),
          { numRuns: runsOf(name), seed: 11, endOnFailure: true },
        ),
      ).rejects.toThrow(/Property failed/);
    },
    60_000,
  );

  it('R9: should have tried the real host side of every capability', () => {
    const served = new Set<string>(capabilities.map((capability) => capability.name));
    expect(NAMES.filter((name) => !served.has(name))).toEqual([]);
  });
});
