import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Supervisor } from '../../../core/sandbox/cage.ts';
import { createSupervisor } from '../../../core/sandbox/cage.ts';
import { buildPlugin } from '../build/build-plugin.ts';
import { CAPABILITIES } from '../contract/capabilities/table.ts';
import { EVENTS, PLUGIN_EVENT_TYPES } from '../contract/events/catalogue.ts';
import { parseManifest } from '../contract/manifest.ts';
import { CAPABILITY_EXAMPLES } from '../contract-docs/capability-examples.ts';
import { SMALLEST_MANIFEST } from '../contract-docs/manifest-rules.ts';
import { checkPlugin } from './check-plugin.ts';
import { createDemoSchool } from './demo-school.ts';
import { runHostile } from './hostile.ts';
import { localCapabilities } from './local-install.ts';
import { replayCall } from './replay.ts';
import { sampleEvent } from './sample-events.ts';
import { createSchoolState } from './school-state.ts';

const NOW = Date.parse('2026-11-22T05:15:00Z');

describe('the demo school', () => {
  test.each(PLUGIN_EVENT_TYPES)('should make an event %s as the catalogue has it', (type) => {
    const event = sampleEvent(createDemoSchool('2026-11-22'), type, { now: NOW });
    expect(EVENTS[type].data.safeParse(event.data).error).toBeUndefined();
  });

  test('should implement every capability of the contract, and answer as the contract says', async () => {
    const purpose = { en: 'x', ar: 'x' };
    const manifest = parseManifest({
      ...SMALLEST_MANIFEST,
      permissions: ['http.fetch', 'meter.add', 'records.write'].map((capability) => ({
        capability,
        purpose,
      })),
      egress: [{ host: 'api.example.com', purpose }],
      meters: [{ name: 'absences_counted', title: purpose }],
      collections: [{ name: 'runs', title: purpose, fields: { count: { type: 'number' } } }],
    });
    const state = createSchoolState({ manifest, settings: {}, now: NOW });
    const capabilities = new Map(localCapabilities(state).map((item) => [item.name as string, item]));
    const missing = Object.keys(CAPABILITIES).filter((name) => name !== 'log' && !capabilities.has(name));
    expect(missing).toEqual([]);
    const context = { callId: 'call', manifest, secret: () => 'secret' };
    for (const [name, { input, output }] of Object.entries(CAPABILITIES)) {
      const run = capabilities.get(name)?.run as
        | undefined
        | ((context: unknown, input: unknown) => Promise<unknown>);
      const parsed = input.parse(CAPABILITY_EXAMPLES[name as keyof typeof CAPABILITY_EXAMPLES]);
      const known = { ...parsed, ...idsOf(name, state) };
      if (run) expect(output.safeParse(await run(context, known)).error, name).toBeUndefined();
    }
  });

  function idsOf(name: string, { school, files }: ReturnType<typeof createSchoolState>): object {
    if (name === 'sms.send' || name === 'email.send') return { guardianId: school.guardians[0]?.id };
    if (name === 'files.get' || name === 'files.link') return { fileId: [...files.keys()][0] };
    return {};
  }

  test('should suppress small groups', async () => {
    const state = createSchoolState({ manifest: parseManifest(SMALLEST_MANIFEST), settings: {}, now: NOW });
    state.school.students = state.school.students.slice(0, 20);
    const query = localCapabilities(state).find(({ name }) => name === 'aggregates.query');
    const run = query?.run as unknown as (context: unknown, input: object) => Promise<{ groups: object[] }>;
    const { groups } = await run({}, { measure: 'students', metric: 'count', groupBy: ['classroom'] });
    // Six pupils in the second class; told alone, the first would tell them too.
    expect(groups.map((group) => ({ ...group, key: null }))).toEqual([
      { key: null, suppressed: true },
      { key: null, suppressed: true },
    ]);
  });
});

describe('a plugin in the local cage', { timeout: 90_000 }, () => {
  let supervisor: Supervisor;
  let folder: string;
  beforeAll(async () => {
    supervisor = createSupervisor({ spares: 1, maxWorkers: 2 });
    folder = await mkdtemp(join(tmpdir(), 'plugin-'));
    await cp(new URL('../template', import.meta.url), folder, { recursive: true });
    await patch('plugin.json', '__NAME__', 'local');
  });
  afterAll(async () => {
    await supervisor.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function patch(file: string, from: string, to: string): Promise<void> {
    const path = join(folder, file);
    await writeFile(path, (await readFile(path, 'utf8')).replace(from, to));
  }
  const hostile = async () => {
    const plugin = await buildPlugin(folder, { write: false });
    const results = await runHostile({ supervisor, plugin });
    return results.filter(({ problems }) => problems.length > 0).map(({ condition }) => condition);
  };

  test('should be valid and stand up to hostile conditions, as the template is', async () => {
    expect((await checkPlugin(folder, supervisor)).problems).toEqual([]);
    expect(await hostile()).toEqual([]);
  });

  test('should be told when the manifest and the code name other handlers', async () => {
    await patch('src/index.ts', "'attendance.absence_recorded'", "'student.created'");
    const { problems } = await checkPlugin(folder, supervisor);
    expect(problems.join('\n')).toMatch(/has no handler for it[\s\S]*would never run/);
    await patch('src/index.ts', "'student.created'", "'attendance.absence_recorded'");
  });

  test('should be caught when it counts twice or looks away', async () => {
    const careless = `import { definePlugin } from '@daftar/sdk';
      export const plugin = definePlugin({ events: { 'attendance.absence_recorded': async (_event, context) => {
        const count = await context.kv.increment({ key: 'count', by: 1 });
        return count.value.value;
      } } });`;
    const good = await readFile(join(folder, 'src/index.ts'), 'utf8');
    await writeFile(join(folder, 'src/index.ts'), careless);
    expect(await hostile()).toEqual(
      expect.arrayContaining(['every capability denied', 'every capability failing', 'the same event twice']),
    );
    await writeFile(join(folder, 'src/index.ts'), good);
  });

  test('should replay a failed call with the answers it got then', async () => {
    const plugin = await buildPlugin(folder, { write: false });
    const event = sampleEvent(createDemoSchool('2026-11-22'), 'attendance.absence_recorded', { now: NOW });
    const { record, isSameCode, isSameRelease } = await replayCall(
      { supervisor, plugin },
      {
        format: 'daftar-replay-1',
        receipt: 'r',
        plugin: { id: plugin.manifest.id, version: plugin.manifest.version, sha256: plugin.sha256 },
        entry: { kind: 'event', name: 'attendance.absence_recorded' },
        now: NOW,
        seed: 7,
        facts: {
          school: {
            name: 'Xu Paam',
            nameAr: null,
            language: 'en',
            timeZone: 'Asia/Qatar',
            weekendDays: [5, 6],
          },
          language: 'en',
          actor: { kind: 'system' },
        },
        input: JSON.parse(JSON.stringify(event)),
        settings: {},
        hostCalls: [
          { capability: 'kv.set', args: {}, answer: { ok: false, code: 'quota_reached', message: '' } },
        ],
        truncated: false,
        outcome: { code: 'guest_error', message: 'quota_reached' },
      },
    );
    expect(record).toMatchObject({
      code: 'guest_error',
      message: expect.stringContaining('quota_reached'),
      seed: 7,
      now: NOW,
    });
    expect({ isSameCode, isSameRelease }).toEqual({ isSameCode: true, isSameRelease: true });
  });
});
