import { randomUUID } from 'node:crypto';
import { publishEvents, runEvent } from '../../../core/jobs/index.ts';
import type { AnyCapability, Json } from '../../../core/sandbox/index.ts';
import { inTransaction } from '../../../core/tenancy/index.ts';
import { setCaps } from '../../../marketplace/index.ts';
import { pluginRunner } from '../../../marketplace/worker.ts';
import { ASKING_BODY, codesOf, everything, type Platform, type PlatformGroup } from './platform.ts';

const ABSENCE = 'attendance.absence_recorded';

const SENDS = `const answer = JSON.parse(await __call('sms.send', JSON.stringify({
    guardianId: request.input.data.note, body: 'x', language: 'en', idempotencyKey: 'once:' + request.input.id })));
  await __call('meter.add', JSON.stringify({ meter: 'calls', quantity: 2, idempotencyKey: request.input.id }));
  return answer.ok;`;

/** Publishes an absence of the first school; answers the event. */
async function absence({ system, a }: Platform, note: string): Promise<string> {
  await a.run(() =>
    inTransaction(system.pool, (client) =>
      publishEvents(client, [
        {
          type: ABSENCE,
          payload: {
            studentId: a.classes.pupils[0]?.id ?? '',
            date: '2026-01-15',
            code: 'A',
            classLabel: '9-A',
            schoolName: a.tenant.name,
            schoolNameAr: a.tenant.nameAr,
            timeZone: a.tenant.timeZone,
            note,
          },
        },
      ]),
    ),
  );
  const { rows } = await system.admin.query(
    'select id from outbox where type = $1 order by created_at desc limit 1',
    [ABSENCE],
  );
  return String(rows[0].id);
}

async function runOnce(platform: Platform, eventId: string, capabilities?: AnyCapability[]) {
  const { system, host } = platform;
  await system.admin.query("update outbox set next_attempt_at = now() where id = $1 and status = 'pending'", [
    eventId,
  ]);
  return runEvent(eventId, {
    pool: system.pool,
    logger: system.logger,
    handlers: [pluginRunner({ ...host, capabilities: capabilities ?? host.capabilities })],
  });
}

async function traces({ system, a }: Platform, eventId: string, pluginId: string) {
  const { rows } = await system.admin.query(
    `select (select count(*)::int from plugin_calls c where c.event = $1 and c.install_id = i.id) as receipts,
            (select min(c.code) from plugin_calls c where c.event = $1 and c.install_id = i.id) as code,
            (select count(*)::int from notifications n where n.tenant_id = $3 and n.source = $2) as messages,
            (select coalesce(sum(u.quantity), 0)::int from usage_events u where u.tenant_id = $3 and u.meter = $2 || '/calls') as units
       from plugin_installs i join plugins p on p.id = i.plugin_id where p.plugin_id = $2 and i.tenant_id = $3`,
    [eventId, pluginId, a.tenant.id],
  );
  return rows[0] as { receipts: number; code: string; messages: number; units: number };
}

function told({ receipts, code, messages, units }: Awaited<ReturnType<typeof traces>>): string {
  return `${code}: ${receipts} receipt, ${messages} message, ${units} units`;
}

/** What is written down of a call, when something breaks between the work and the writing. */
export const RECEIPTS: PlatformGroup = {
  group: 'Receipts',
  cases: [
    {
      name: 'cap reached inside a call',
      limitClass: 'job',
      expected: ['cap_reached ok, 3 units'],
      async run(platform) {
        const { system, a } = platform;
        const pluginId = await platform.install(ASKING_BODY);
        await a.run(() =>
          setCaps(system.payload, { pluginId, caps: { calls: 3 }, actor: { kind: 'system' } }),
        );
        const flood = Array.from({ length: 20 }, (_, unit): [string, Json] => [
          'meter.add',
          { meter: 'calls', quantity: 1, idempotencyKey: `unit-${unit}` },
        ]);
        const answers = await platform.ask(a, flood, { pluginId });
        const { rows } = await system.admin.query(
          'select coalesce(sum(quantity), 0)::int as units from usage_events where tenant_id = $1 and meter = $2',
          [a.tenant.id, `${pluginId}/calls`],
        );
        return `${codesOf(answers)}, ${rows[0].units} units`;
      },
    },
    {
      name: 'crash between work and report',
      limitClass: 'job',
      expected: ['ok: 1 receipt, 1 message, 2 units'],
      async run(platform) {
        const { stage, host, a } = platform;
        const pluginId = await platform.install(SENDS, { ...everything(), events: [{ name: ABSENCE }] });
        const eventId = await absence(platform, a.classes.pupils[0]?.guardianId ?? '');
        let isBroken = false;
        // The message is queued, and before the plugin hears of it its worker is killed.
        const breaking = host.capabilities.map((capability): AnyCapability => {
          if (capability.name !== 'sms.send') return capability;
          return {
            ...capability,
            async run(context, input) {
              const answer = await capability.run(context, input);
              if (!isBroken)
                for (const pid of stage.supervisor.status().workers.pids) process.kill(pid, 'SIGKILL');
              isBroken = true;
              return answer;
            },
          };
        });
        await runOnce(platform, eventId, breaking);
        const between = await traces(platform, eventId, pluginId);
        if (!isBroken || between.receipts !== 0 || between.messages !== 1) {
          throw new Error(`After the crash there is ${JSON.stringify(between)}.`);
        }
        await runOnce(platform, eventId);
        return told(await traces(platform, eventId, pluginId));
      },
    },
    {
      name: 'a receipt twice',
      limitClass: 'job',
      expected: ['ok: 1 receipt, 1 message, 2 units'],
      async run(platform) {
        const pluginId = await platform.install(SENDS, { ...everything(), events: [{ name: ABSENCE }] });
        const eventId = await absence(platform, platform.a.classes.pupils[1]?.guardianId ?? '');
        await Promise.all([runOnce(platform, eventId), runOnce(platform, eventId)]);
        await runOnce(platform, eventId);
        return told(await traces(platform, eventId, pluginId));
      },
    },
    {
      name: 'the same key by two callers at once',
      limitClass: 'job',
      expected: ['1 receipt'],
      async run(platform) {
        const pluginId = await platform.install('return 1;');
        const key = randomUUID();
        await Promise.all([1, 2, 3].map(() => platform.call(platform.a, pluginId, null, { key })));
        const { receipts } = await traces(platform, key, pluginId);
        return `${receipts} receipt`;
      },
    },
  ],
};
