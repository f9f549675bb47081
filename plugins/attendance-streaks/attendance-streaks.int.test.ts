import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createCapabilities,
  createSupervisor,
  type Json,
  type Supervisor,
} from '../../core/sandbox/index.ts';
import {
  addClasses,
  createTestSystem,
  type SmallClasses,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';
import { configureAddOn, enableAddOn } from '../../marketplace/index.ts';
import { findRunnable } from '../../marketplace/services/runnable-install.ts';
import { callPlugin, type PluginCall } from '../../marketplace/worker.ts';
import { actionAnswer, blocksAnswer } from '../sdk/index.ts';

const ID = 'qa.daftar.attendance-streaks';
type Shown = { blocks: { kind: string; [key: string]: Json }[] };

describe('attendance streaks in the cage', () => {
  let system: TestSystem;
  let supervisor: Supervisor;
  let school: TestSchool;
  let other: TestSchool;
  let classes: SmallClasses;

  beforeAll(async () => {
    system = await createTestSystem();
    supervisor = createSupervisor({ spares: 1, maxWorkers: 2 });
    [school, other] = [await system.addSchool('alpha'), await system.addSchool('beta')];
    classes = await addClasses(system.admin, school);
    await addClasses(system.admin, other);
    for (const one of [school, other])
      await one.run(() => enableAddOn(system.payload, { pluginId: ID, consent: 'all' }));
  });
  afterAll(async () => {
    await supervisor.close();
    await system.close();
  });

  const call = async (
    kind: PluginCall['entry']['kind'],
    name: string,
    day: string,
    more: Partial<PluginCall> = {},
    at = school,
  ): Promise<Json> =>
    at.run(async () => {
      const install = await findRunnable(system.pool, ID);
      if (!install) throw new Error('It is not switched on.');
      const outcome = await callPlugin(
        {
          pool: system.pool,
          supervisor,
          logger: system.logger,
          capabilities: createCapabilities({ pool: system.pool }),
        },
        {
          install,
          entry: { kind, name },
          input: {},
          limitClass: kind === 'schedule' ? 'job' : 'interactive',
          key: randomUUID(),
          actor: { kind: 'system' },
          now: Date.parse(`${day}T13:30:00Z`),
          ...more,
        },
      );
      if (!outcome.ok) throw new Error(`${outcome.code}: ${outcome.message}`);
      return outcome.result;
    });
  const daily = (day: string, at = school) =>
    call('schedule', 'daily', day, { input: { scheduledFor: day } }, at);
  const mark = (student: string | undefined, date: string, status: string) =>
    system.admin.query(
      `insert into attendance (tenant_id, student_id, classroom_id, date, code, status) values ($1, $2, $3, $4, 'X', $5)
       on conflict (tenant_id, student_id, date, class_offering_id, period_number) do update set status = excluded.status`,
      [school.tenant.id, student, classes.classroomId, date, status],
    );
  const widget = async (day: string, more: Partial<PluginCall> = {}): Promise<Shown> => {
    const shown = await call('widget', 'best', day, { input: { query: {} }, ...more });
    expect(blocksAnswer.safeParse(shown).error).toBeUndefined();
    return shown as Shown;
  };
  const rowsOf = (shown: Shown) => shown.blocks.find((block) => block.kind === 'table')?.rows as Json[];
  const statOf = async (student: string | undefined, day: string, more: Partial<PluginCall> = {}) =>
    (
      (await call('tab', 'streak', day, {
        input: { collection: 'students', recordId: student ?? '' },
        ...more,
      })) as Shown
    ).blocks[0];

  it('should say before the first count that there is none', async () => {
    expect((await widget('2026-01-04')).blocks[0]).toMatchObject({ kind: 'callout' });
  });

  it('should count days in a row day by day, and show the best', async () => {
    const [always, late, away] = classes.pupils.map((pupil) => pupil.id);
    for (const [index, day] of ['2026-01-04', '2026-01-05', '2026-01-06'].entries()) {
      await mark(always, day, 'present');
      await mark(late, day, index === 1 ? 'absent' : 'late');
      await mark(away, day, 'absent');
      expect(await daily(day)).toEqual({ pupils: 3, told: index === 2 ? 1 : 0 });
    }
    const shown = await widget('2026-01-06');
    expect(rowsOf(shown)).toEqual([
      { pupil: 'Pupil1 9-A', days: 3, since: '2026-01-04' },
      { pupil: 'Pupil2 9-A', days: 1, since: '2026-01-06' },
    ]);
    expect(shown.blocks.find((block) => block.kind === 'chart')).toMatchObject({
      series: [
        { points: [{ label: '1–4', value: 2 }, ...Array(4).fill({ label: expect.any(String), value: 0 })] },
      ],
    });
    expect(shown.blocks[1]).toMatchObject({ kind: 'stat', value: 1, tone: 'warning' });
    expect(await statOf(away, '2026-01-06')).toMatchObject({ value: 3, tone: 'bad' });
    const notes = await system.admin.query('select * from panel_notes where tenant_id = $1', [
      school.tenant.id,
    ]);
    expect(notes.rows).toHaveLength(1);
    expect(JSON.stringify(notes.rows)).toContain('Pupil3 9-A');
    expect(JSON.stringify(await widget('2026-01-06', { language: 'ar' }))).toContain('ليلى حسن');
  });

  it('should count the same day again without adding to it, and a late correction with it', async () => {
    const [always, , away] = classes.pupils.map((pupil) => pupil.id);
    expect(await daily('2026-01-06')).toEqual({ pupils: 3, told: 0 });
    expect(await statOf(away, '2026-01-06')).toMatchObject({ value: 3 });
    await mark(always, '2026-01-05', 'absent');
    await daily('2026-01-07');
    expect(await statOf(always, '2026-01-07')).toMatchObject({ value: 1 });
    await mark(always, '2026-01-05', 'present');
    await daily('2026-01-07');
    expect(await statOf(always, '2026-01-07')).toMatchObject({ value: 3 });
  });

  it('should go on over weeks in which days became final, and count anew when asked', async () => {
    const [always] = classes.pupils.map((pupil) => pupil.id);
    for (const day of ['2026-01-11', '2026-01-12', '2026-01-18', '2026-01-19']) {
      await mark(always, day, 'present');
      await daily(day);
    }
    expect(await statOf(always, '2026-01-19')).toMatchObject({ value: 7 });
    await mark(always, '2026-01-04', 'absent');
    await daily('2026-01-20');
    expect(await statOf(always, '2026-01-20')).toMatchObject({ value: 7 });
    const answer = await call('action', 'recount', '2026-01-20', { input: { recordIds: [], values: {} } });
    expect(actionAnswer.safeParse(answer).error).toBeUndefined();
    await daily('2026-01-21');
    expect(await statOf(always, '2026-01-21')).toMatchObject({ value: 6 });
  });

  it('should tell by the threshold of the school', async () => {
    await school.run(() =>
      configureAddOn(system.payload, { pluginId: ID, settings: { threshold: 5, role: 'admin' } }),
    );
    const [, , away] = classes.pupils.map((pupil) => pupil.id);
    await mark(away, '2026-01-25', 'absent');
    expect(await daily('2026-01-25')).toMatchObject({ told: 0 });
    await mark(away, '2026-01-26', 'absent');
    expect(await daily('2026-01-26')).toMatchObject({ told: 1 });
  });

  it('R9: should show a person only pupils whom the person may see', async () => {
    const [own, foreign] = classes.pupils;
    const guardian = await school.addUser('guardian', { guardian: own?.guardianId ?? '' });
    const actor = { actor: { kind: 'user', id: guardian.id } } as const;
    expect(rowsOf(await widget('2026-01-26', actor))).toEqual([
      expect.objectContaining({ pupil: 'Pupil1 9-A' }),
    ]);
    expect(await statOf(own?.id, '2026-01-26', actor)).toMatchObject({ kind: 'stat' });
    expect(await statOf(foreign?.id, '2026-01-26', actor)).toMatchObject({ kind: 'callout' });
  });

  it('R9: should know nothing of a school’s runs at another school', async () => {
    expect(await daily('2026-01-26', other)).toEqual({ pupils: 0, told: 0 });
    const shown = (await call('widget', 'best', '2026-01-26', { input: { query: {} } }, other)) as Shown;
    expect(rowsOf(shown)).toEqual([]);
  });
});
