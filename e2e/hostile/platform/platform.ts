import { randomUUID } from 'node:crypto';
import {
  type AnyCapability,
  createCapabilities,
  type HostCall,
  type Json,
  type LimitClass,
  type SandboxOutcome,
} from '../../../core/sandbox/index.ts';
import { openInstallStore } from '../../../core/server/worker/open-install-store.ts';
import { openStorage } from '../../../core/storage/index.ts';
import type { PluginHost } from '../../../marketplace/services/call-plugin.ts';
import { findRunnable } from '../../../marketplace/services/runnable-install.ts';
import { enableTestPlugin, publishTestPlugin } from '../../../marketplace/testing/publish-test-plugin.ts';
import { callPlugin } from '../../../marketplace/worker.ts';
import { PERMISSIONS, type PluginManifestInput } from '../../../plugins/sdk/index.ts';
import {
  addClasses,
  createTestSystem,
  type SmallClasses,
  type TestSchool,
  type TestSystem,
} from '../../support/index.ts';
import type { Stage } from '../stage.ts';
import type { CaseGroup, StagedCase } from '../types.ts';

const PURPOSE = { en: 'Test.', ar: 'اختبار.' };

/** A bundle that makes the calls of its input, `[capability, arguments]` each, and answers the answers. */
const ASKS = `const answers = [];
  for (const [name, args] of request.input) answers.push(JSON.parse(await __call(name, JSON.stringify(args))));
  return answers;`;

export type Answer = { ok: boolean; code?: string; value?: Json };

/** Two schools of the product on a real database, and the one way in which plugins run there. */
export type Platform = {
  stage: Stage;
  system: TestSystem;
  host: PluginHost;
  store: ReturnType<typeof openInstallStore>;
  a: TestSchool & { classes: SmallClasses };
  b: TestSchool & { classes: SmallClasses };
  /** Publishes a plugin that is granted everything unless `more` says otherwise, and switches it on in both schools. */
  install(body: string, more?: Partial<PluginManifestInput>): Promise<string>;
  /** A call of an install through the whole path: version proven, grants bound, receipt left. */
  call(
    school: TestSchool,
    pluginId: string,
    input: Json,
    options?: { limitClass?: LimitClass; capabilities?: AnyCapability[]; key?: string },
  ): Promise<SandboxOutcome>;
  /** Lets the plugin that asks for everything make these calls in a school. Throws when the bundle itself failed. */
  ask(
    school: TestSchool,
    calls: [string, Json][],
    options?: { pluginId?: string; capabilities?: AnyCapability[] },
  ): Promise<Answer[]>;
  close(): Promise<void>;
};

/** A case of the platform; it runs beside a victim in the cage as every other. */
export type PlatformCase = Omit<StagedCase, 'run'> & { run(platform: Platform): Promise<string> };
export type PlatformGroup = { group: string; cases: PlatformCase[] };

export async function openPlatform(stage: Stage): Promise<Platform> {
  const system = await createTestSystem();
  const storage = openStorage(system.settings);
  const capabilities = createCapabilities({ pool: system.pool, storage });
  const host: PluginHost = {
    pool: system.pool,
    supervisor: stage.supervisor,
    logger: system.logger,
    capabilities,
  };
  const school = async (name: string) => {
    const made = await system.addSchool(name);
    return { ...made, classes: await addClasses(system.admin, made) };
  };
  const [a, b] = [await school('alpha'), await school('beta')];
  let count = 0;
  let asker: Promise<string> | undefined;

  const install: Platform['install'] = async (body, more = {}) => {
    count += 1;
    const id = `qa.hostile.p${count}`;
    await publishTestPlugin(system, id, body, { ...everything(), ...more });
    await enableTestPlugin(system, a, id);
    await enableTestPlugin(system, b, id);
    return id;
  };
  const call: Platform['call'] = (of, pluginId, input, options = {}) =>
    of.run(async () => {
      const found = await findRunnable(system.pool, pluginId);
      if (found === undefined) throw new Error(`${pluginId} is not switched on.`);
      return callPlugin(
        { ...host, capabilities: options.capabilities ?? capabilities },
        {
          install: found,
          entry: { kind: 'event', name: 'test' },
          input,
          limitClass: options.limitClass ?? 'job',
          key: options.key ?? randomUUID(),
          actor: { kind: 'system' },
        },
      );
    });

  return {
    stage,
    system,
    host,
    store: openInstallStore(system.pool, storage),
    a,
    b,
    install,
    call,
    async ask(of, calls, { pluginId, capabilities: own } = {}) {
      asker ??= install(ASKS);
      const outcome = await call(of, pluginId ?? (await asker), calls, own ? { capabilities: own } : {});
      if (!outcome.ok) throw new Error(`The asking plugin ended with ${outcome.code}: ${outcome.message}`);
      return outcome.result as Answer[];
    },
    close: () => system.close(),
  };
}

export const ASKING_BODY = ASKS;

/** A manifest's part that asks for everything there is. */
export function everything(): Partial<PluginManifestInput> {
  return {
    permissions: [...PERMISSIONS].map(([capability, { dataClass, fields }]) => ({
      capability,
      purpose: PURPOSE,
      ...(dataClass ? { dataClass, fields: [...(fields ?? [])] } : {}),
    })),
    egress: [
      { host: 'api.partner.example', purpose: PURPOSE },
      { host: '*.partner.example', purpose: PURPOSE },
    ],
    meters: ['calls', 'sms_parts'].map((name) => ({ name, title: PURPOSE })),
    collections: [{ name: 'notes', title: PURPOSE, fields: { text: { type: 'string' } } }],
    storage: { keys: 1_000, megabytes: 5 },
  } as Partial<PluginManifestInput>;
}

/** The code or codes in one word for the table: `ok` where something was answered. */
export function codesOf(answers: readonly Answer[]): string {
  return [...new Set(answers.map(({ ok, code }) => (ok ? 'ok' : (code ?? '?'))))].sort().join(' ');
}

/** Binds cases to an opened platform, so that the stage measures them as its own. */
export function onPlatform({ group, cases }: PlatformGroup, platform: () => Platform): CaseGroup {
  return { group, cases: cases.map((test) => ({ ...test, run: () => test.run(platform()) })) };
}

export type { HostCall };
