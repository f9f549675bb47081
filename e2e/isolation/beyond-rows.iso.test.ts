import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smsDelivery, twilioProvider } from '../../core/communication/worker.ts';
import { runEvent } from '../../core/jobs/index.ts';
import { openStorage, signLink, storageKey } from '../../core/storage/index.ts';
import type { HttpAnswer, HttpClient } from '../support/index.ts';
import { tableOf } from '../support/index.ts';
import { plantables, plantOverHttp } from './planting.ts';
import { fingerprintOf } from './world/fingerprint.ts';
import { canariesIn } from './world/plant.ts';
import { createWorld, type World } from './world/world.ts';

/** What rows alone do not show: links, jobs, relations, the size of lists. */
describe('isolation beyond single rows', () => {
  let world: World;
  let admin: HttpClient;
  let before: Record<string, string>;

  beforeAll(async () => {
    world = await createWorld(['admin']);
    admin = world.actors[0]?.client ?? world.alpha.anonymous;
    before = await fingerprintOf(world, world.beta);
  });
  afterAll(async () => {
    await world?.changes.close();
    await world?.system.close();
  });

  const plain = ({ status, text }: HttpAnswer) => `${status} ${text}`;

  it('A1: should answer a good link to a file of another school like a link that is not ours', async () => {
    const { settings } = world.system;
    const key = storageKey(world.beta.tenant.id, 'reports', 'report-0001');
    await openStorage(settings).put(key, Buffer.from('of beta'), 'text/plain');
    const link = signLink(settings.DAFTAR_SECRET ?? '', {
      key,
      fileName: 'report.txt',
      expiresAt: Math.floor(Date.now() / 1000) + 60,
    });
    const unsigned = link.replace(/signature=[^&]+/, 'signature=x');
    const missing = link.replace('report-0001', 'report-0002');
    const atAlpha = plain(await admin.get(link));
    expect(atAlpha).toBe(plain(await admin.get(unsigned)));
    expect(atAlpha).toBe(plain(await admin.get(missing)));
    expect((await world.beta.anonymous.get(link)).text).toBe('of beta');
  });

  it('A3: should refuse every reference to a row of another school, over REST and by plain SQL', async () => {
    const wanted = plantables(world);
    expect(wanted.length).toBeGreaterThan(40);
    for (const plantable of wanted) {
      const name = `${plantable.slug}.${plantable.field}`;
      for (const answer of await plantOverHttp(world, plantable)) {
        expect([400, 403, 404, 409], `${name}: ${answer.text}`).toContain(answer.status);
        expect(canariesIn(answer.bytes).filter(({ target }) => target === 'foreign')).toEqual([]);
      }
      // The superuser passes row-level security; the reference itself carries the school. Where a row has one of two
      // relations, the rule of that comes first.
      const planted = world.system.admin.query(
        `update ${tableOf(plantable.slug)} set ${plantable.column} = $2 where id = $1`,
        [plantable.own, plantable.foreign],
      );
      await expect(planted, name).rejects.toMatchObject({
        code: expect.stringMatching(/^(23503|23514)$/),
      });
    }
    expect(await fingerprintOf(world, world.beta)).toEqual(before);
  });

  it('A4: should populate nothing of another school, even where a reference was forced in', async () => {
    const { system, changes } = world;
    const forced = await system.admin.connect();
    await forced.query("set session_replication_role = 'replica'");
    let asked = 0;
    try {
      for (const { slug, field, column, own, foreign } of plantables(world)) {
        const isForced = await forced
          .query(`update ${tableOf(slug)} set ${column} = $2 where id = $1`, [own, foreign])
          .catch((error: { code?: string }) => error.code !== '23514' && Promise.reject(error));
        if (!isForced) continue;
        for (const query of [
          'depth=0',
          'depth=1',
          'depth=2',
          'depth=10',
          `depth=2&select[${field}]=true`,
          `depth=2&sort=${field}.createdAt`,
          `depth=2&where[${field}.createdAt][exists]=true`,
        ])
          for (const path of [
            `/api/${slug}/${own}?${query}`,
            `/api/${slug}?where[id][equals]=${own}&${query}`,
          ]) {
            asked += 1;
            const answer = await admin.get(path);
            const seen = canariesIn(answer.bytes).filter(({ target }) => target === 'foreign');
            expect(seen, `${path}: ${answer.text.slice(0, 500)}`).toEqual([]);
            expect(answer.status, path).toBeLessThan(500);
          }
        await changes.undo([{ table: tableOf(slug), operation: 'UPDATE', id: own, tenant: null }]);
      }
    } finally {
      await forced.query("set session_replication_role = 'origin'");
      forced.release();
    }
    expect(asked).toBeGreaterThan(500);
  });

  it('A8: should do the work of an event in the school of its row, whatever its payload names', async () => {
    const { system, beta, alpha, rows } = world;
    const { pool, settings, logger } = system;
    const notification = rows.foreign.get('notifications');
    // The planted row has a value in every column; one that still waits has neither been sent nor been given an id.
    await system.admin.query(
      "update notifications set recipient = '+97455512399', status = 'queued', sent_at = null, provider_id = null where id = $1",
      [notification],
    );
    const { notifications } = await fingerprintOf(world, beta);
    const event = (tenantId: string) =>
      system.admin.query(
        `insert into outbox (tenant_id, tenant_name, type, payload, next_attempt_at)
         values ($1, 'x', 'message.queued', $2, now()) returning id`,
        [tenantId, JSON.stringify({ notificationId: notification })],
      );
    const run = async (id: string) =>
      runEvent(id, {
        pool,
        logger,
        handlers: [smsDelivery({ pool, provider: twilioProvider(settings), logger })],
      });
    const sent = async () => (await system.emulators.outbox()).sms.length;
    await run((await event(alpha.tenant.id)).rows[0].id);
    expect(await sent()).toBe(0);
    expect((await fingerprintOf(world, beta)).notifications).toBe(notifications);
    // The same work in its own school does go out: silence alone would prove nothing.
    await run((await event(beta.tenant.id)).rows[0].id);
    expect(await sent()).toBe(1);
    await world.changes.undo(await world.changes.take());
  });

  it('A8: should let no school write an event for another, nor turn an event over to it', async () => {
    const { alpha, beta, system, rows } = world;
    const insert = `insert into outbox (tenant_id, type, payload, next_attempt_at) values ($1, 'message.queued', '{}', now())`;
    const turn = 'update outbox set tenant_id = $1 where id = $2';
    await expect(alpha.run(() => system.pool.query(insert, [beta.tenant.id]))).rejects.toMatchObject({
      code: '42501',
    });
    await expect(
      alpha.run(() => system.pool.query(turn, [beta.tenant.id, rows.own.get('outbox')])),
    ).rejects.toMatchObject({ code: '42501' });
  });

  it('R1: should hold every list to its limit, however it is asked for', async () => {
    const { system, alpha } = world;
    await system.admin.query(
      "insert into subjects (tenant_id, title, code) select $1, 'many', 'many' || n from generate_series(1, 260) n",
      [alpha.tenant.id],
    );
    for (const query of [
      'limit=0',
      'limit=100000',
      'limit=-1',
      'pagination=false',
      'limit=0&pagination=false',
      'limit=x',
    ]) {
      const answer = await admin.get(`/api/subjects?depth=0&${query}`);
      const docs = answer.status === 200 ? answer.json<{ docs: unknown[] }>().docs.length : 0;
      expect(docs, query).toBeLessThanOrEqual(200);
    }
    await world.changes.undo(await world.changes.take());
  });
});
