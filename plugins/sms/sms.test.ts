import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  AnyCapability,
  Capability,
  Json,
  SandboxOutcome,
  Supervisor,
} from '../../core/sandbox/index.ts';
import { createHostCall, createSupervisor } from '../../core/sandbox/index.ts';
import type { BuiltPlugin } from '../sdk/build/build-plugin.ts';
import { buildPlugin } from '../sdk/build/build-plugin.ts';
import type { CapabilityInput } from '../sdk/index.ts';
import { countSmsParts } from '../sdk/index.ts';

const STUDENT = '0b6f1c1e-6f0c-4c5e-9d0a-3a6b1f2c4d5e';
const MOTHER = '11111111-1111-4111-8111-111111111111';
const FATHER = '22222222-2222-4222-8222-222222222222';

const mother = {
  id: MOTHER,
  displayName: 'Maryam',
  language: 'ar',
  contactOrder: 2,
  smsAllowed: true,
  phone: '+97455500001',
};
const father = {
  id: FATHER,
  displayName: 'Khalid',
  language: 'en',
  contactOrder: 1,
  smsAllowed: true,
  phone: '+97455500002',
};
const student = {
  id: STUDENT,
  givenName: 'Aisha',
  familyName: 'Al-Kuwari',
  displayName: 'Aisha Al-Kuwari',
  displayNameAr: 'عائشة الكواري',
};

const FACTS: Json = {
  school: {
    name: 'Al Noor School',
    nameAr: 'مدرسة النور',
    language: 'en',
    timeZone: 'Asia/Qatar',
    weekendDays: [5, 6],
  },
  language: 'en',
  actor: { kind: 'system' },
};

/** The host's side: the real registry over fake records, remembering what was sent under which key. */
function fakeHost(guardians: { [field: string]: Json }[], plugin: BuiltPlugin, send?: () => never) {
  const sent: CapabilityInput<'sms.send'>[] = [];
  const keys = new Set<string>();
  const seen: string[][] = [];
  const guardiansRead: AnyCapability = {
    name: 'guardians.read',
    run: async () => ({ items: guardians, total: guardians.length }),
  };
  const studentsRead: AnyCapability = {
    name: 'students.read',
    run: async () => ({ items: [student], total: 1 }),
  };
  const smsSend: Capability<'sms.send'> = {
    name: 'sms.send',
    run: async (_context, input) => {
      send?.();
      const isKnown = keys.has(input.idempotencyKey);
      keys.add(input.idempotencyKey);
      if (!isKnown) sent.push(input);
      return {
        messageId: `m${sent.length}`,
        status: isKnown ? 'duplicate' : 'queued',
        parts: countSmsParts(input.body).parts,
      };
    },
  };
  const host = createHostCall({
    capabilities: [guardiansRead, studentsRead, smsSend],
    context: {
      tenantId: 'school',
      installId: 'install',
      pluginId: plugin.manifest.id,
      version: plugin.manifest.version,
      callId: 'call',
      grants: plugin.manifest.permissions.map(({ capability, fields, purpose }) => ({
        capability,
        fields,
        purpose: purpose.en,
      })),
      locale: 'en',
      manifest: plugin.manifest,
      secret: () => undefined,
    },
    onAccess: ({ fields }) => void seen.push(fields),
  });
  return { host, sent, seen };
}

describe('the SMS plugin in the cage', { timeout: 60_000 }, () => {
  let supervisor: Supervisor;
  let plugin: BuiltPlugin;
  beforeAll(async () => {
    plugin = await buildPlugin(fileURLToPath(new URL('.', import.meta.url)), { write: false });
    supervisor = createSupervisor({ spares: 1, maxWorkers: 2 });
    await supervisor.warm();
  }, 60_000);
  afterAll(() => supervisor.close());

  const absence = (host: ReturnType<typeof fakeHost>['host'], settings: Json = {}): Promise<SandboxOutcome> =>
    supervisor.run(
      {
        callId: 'call',
        tenantId: 'school',
        installId: 'install',
        pluginId: plugin.manifest.id,
        version: plugin.manifest.version,
        bundle: { code: plugin.code, sha256: plugin.integrity.codeSha256 },
        entry: { kind: 'event', name: 'attendance.absence_recorded' },
        input: {
          id: 'event-1',
          type: 'attendance.absence_recorded',
          version: 1,
          occurredAt: '2026-11-22T05:15:00Z',
          data: {
            studentId: STUDENT,
            date: '2026-11-22',
            code: 'A',
            classLabel: '10-A',
            schoolName: 'Al Noor School',
            schoolNameAr: 'مدرسة النور',
            timeZone: 'Asia/Qatar',
          },
        },
        settings,
        facts: FACTS,
        limitClass: 'job',
        now: Date.UTC(2026, 10, 22, 5, 15),
        seed: 1,
      },
      host,
    );

  test('should tell the first guardian, in English', async () => {
    const { host, sent, seen } = fakeHost([mother, father], plugin);
    expect(await absence(host)).toMatchObject({ ok: true, result: { sent: 1, parts: 1, failed: 0 } });
    expect(sent).toEqual([
      {
        guardianId: FATHER,
        body: 'Al Noor School: Aisha Al-Kuwari was marked absent on 2026-11-22.',
        language: 'en',
        idempotencyKey: `absence:${STUDENT}:2026-11-22:${FATHER}`,
        subject: { studentId: STUDENT },
      },
    ]);
    expect(seen.flat()).not.toContain('phone');
  });

  test('should tell all guardians, each in their language, one part each', async () => {
    const { host, sent } = fakeHost([mother, father], plugin);
    const outcome = await absence(host, { recipients: 'all' });
    expect(outcome).toMatchObject({ ok: true, result: { sent: 2, parts: 2 } });
    expect(sent.map((message) => message.body)).toEqual([
      'Al Noor School: Aisha Al-Kuwari was marked absent on 2026-11-22.',
      'مدرسة النور: تم تسجيل غياب عائشة الكواري بتاريخ 2026/11/22.',
    ]);
  });

  test("should use the school's own text", async () => {
    const { host, sent } = fakeHost([mother], plugin);
    await absence(host, {
      templateAr: 'السلام عليكم، نحيطكم علمًا بغياب {student} يوم {date}.',
      keepToOnePart: true,
    });
    expect(sent[0]?.body).toBe('السلام عليكم، نحيطكم علمًا بغياب عائشة الكواري يوم 2026/11/22.');
  });

  test('should pass over guardians who refuse messages', async () => {
    const { host, sent } = fakeHost([mother, { ...father, smsAllowed: false }], plugin);
    await absence(host);
    expect(sent.map((message) => message.guardianId)).toEqual([MOTHER]);
  });

  test.each([
    { guardians: [], reason: 'no_guardian' },
    { guardians: [{ ...father, smsAllowed: false }], reason: 'no_guardian_accepts_sms' },
  ])('should say $reason when nobody can be told', async ({ guardians, reason }) => {
    const { host, sent } = fakeHost(guardians, plugin);
    const outcome = await absence(host);
    expect(outcome).toMatchObject({ ok: true, result: { sent: 0, reason } });
    expect(outcome.logs).toEqual([
      { level: 'warn', message: `Nobody was told about an absence: ${reason}.` },
    ]);
    expect(sent).toEqual([]);
  });

  test('should send nothing twice when the event comes again', async () => {
    const { host, sent } = fakeHost([father], plugin);
    await absence(host);
    expect(await absence(host)).toMatchObject({ ok: true, result: { sent: 0, duplicates: 1 } });
    expect(sent).toHaveLength(1);
  });

  test('should report a refusal and ask for a retry only after a fault of the host', async () => {
    const refused = fakeHost([father], plugin, () => {
      throw Object.assign(new Error('No budget.'), { code: 'budget_exhausted', status: 402 });
    });
    expect(await absence(refused.host)).toMatchObject({ ok: true, result: { sent: 0, failed: 1 } });
    const broken = fakeHost([father], plugin, () => {
      throw new Error('network');
    });
    expect(await absence(broken.host)).toMatchObject({ ok: false, code: 'guest_error' });
  });

  test('should reach no capability that its manifest does not name', async () => {
    const { host } = fakeHost([father], plugin);
    expect(await host('kv.get', {})).toMatchObject({ ok: false, code: 'capability_not_granted' });
  });
});
