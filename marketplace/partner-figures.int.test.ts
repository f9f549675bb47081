import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asSystem } from '../core/tenancy/index.ts';
import {
  addRealmUser,
  BASE_DOMAIN,
  createTestSystem,
  type HttpClient,
  type TestSchool,
  type TestSystem,
} from '../e2e/support/index.ts';
import { linkPublisher, type PartnerFigures } from './index.ts';
import { leaveReceipt } from './services/receipts/leave-receipt.ts';
import { leaveReceipts, publishTestPlugin, receiptOf, runnableAt } from './testing/receipts-kit.ts';

const OURS = 'qa.acme.helper';
const THEIRS = 'qa.rival.helper';
const codeOf = (answer: { json: <T>() => T }) =>
  answer.json<{ errors: { code: string }[] }>().errors[0]?.code;

describe('the figures of partners', () => {
  let system: TestSystem;
  let schools: TestSchool[];
  let acme: HttpClient;
  let rival: HttpClient;

  beforeAll(async () => {
    system = await createTestSystem();
    schools = [await system.addSchool('alpha'), await system.addSchool('beta')];
    await publishTestPlugin(system, { id: OURS, body: 'return 1;', publisher: 'acme' });
    await publishTestPlugin(system, { id: THEIRS, body: 'return 1;', publisher: 'rival' });
    for (const school of schools) {
      const install = await runnableAt(system, school, OURS);
      await leaveReceipts(system, school, install, 12);
      await school.run(() =>
        leaveReceipt(
          system.pool,
          receiptOf(install, {
            outcome: {
              ok: false,
              code: 'timeout_wall',
              message: 'Too slow for Omar.',
              usage: { cpuMs: 50, wallMs: 1000, hostCalls: 0, logLines: 0 },
              logs: [{ level: 'info', message: 'Omar Al-Sayed' }],
            },
            accesses: [
              {
                capability: 'students.read',
                dataClass: 'student_name',
                fields: ['displayName'],
                count: 1,
                purpose: 'x',
              },
            ],
          }),
        ),
      );
    }
    await leaveReceipts(
      system,
      schools[0] as TestSchool,
      await runnableAt(system, schools[0] as TestSchool, THEIRS),
      3,
    );
    acme = await partner('acme');
    rival = await partner('rival');
  });
  afterAll(() => system.close());

  const partner = async (publisherId?: string) => {
    const user = await addRealmUser(system.payload, 'partner');
    if (publisherId) await asSystem(() => linkPublisher(system.pool, { userId: user.id, publisherId }));
    return system.at(`partners.${BASE_DOMAIN}`).signIn(user.email, user.password, user.totpSecret);
  };
  const figuresOf = async (client: HttpClient) =>
    (await client.get('/api/partner/figures')).json<PartnerFigures>();

  it('should tell a partner the calls, codes, times, versions and installs of its own publisher over all schools', async () => {
    const { publisher, plugins } = await figuresOf(acme);
    expect(publisher).toBe('acme');
    expect(plugins).toHaveLength(1);
    expect(plugins[0]).toMatchObject({
      ...{ id: OURS, installs: 2, enabled: 2, calls: 26, failed: 2, p50: 7, p95: 1000, cpuMs: 172 },
      codes: [
        { code: 'ok', calls: 24 },
        { code: 'timeout_wall', calls: 2 },
      ],
      versions: [{ version: '1.0.0', installs: 2, calls: 26, failed: 2 }],
    });
    expect(plugins[0]?.perDay).toHaveLength(30);
    expect(plugins[0]?.perDay.at(-1)).toMatchObject({ calls: 26, failed: 2 });
  });

  it('R9: should tell it nothing of another publisher, no school and nobody’s data', async () => {
    const { plugins } = await figuresOf(rival);
    expect(plugins.map(({ id }) => id)).toEqual([THEIRS]);
    // Three calls of one school: their single times are nobody's to know.
    expect(plugins[0]).toMatchObject({ calls: 3, p50: null, p95: null });
    const text = JSON.stringify(await figuresOf(acme));
    for (const secret of ['alpha', 'beta', 'Omar', 'displayName', ...schools.map(({ tenant }) => tenant.id)])
      expect(text).not.toContain(secret);
  });

  it('should refuse an account without a publisher, people of a school and staff', async () => {
    const unlinked = await partner();
    const answer = await unlinked.get('/api/partner/figures');
    expect(answer.status).toBe(403);
    expect(codeOf(answer)).toBe('partner.no_publisher');
    const school = schools[0] as TestSchool;
    const admin = await school.signIn(school.admin);
    expect((await admin.get('/api/partner/figures')).status).toBe(401);
    const staff = await addRealmUser(system.payload, 'platform');
    const console = await system
      .at(`console.${BASE_DOMAIN}`)
      .signIn(staff.email, staff.password, staff.totpSecret);
    expect((await console.get('/api/partner/figures')).status).toBe(401);
    expect((await system.at(`partners.${BASE_DOMAIN}`).get('/api/partner/figures')).status).toBe(401);
  });

  it('R9: should not let a partner reach receipts by the ways of schools', async () => {
    for (const path of [
      '/api/plugin-calls',
      '/api/data-access/entries?from=2026-01-01&to=2026-01-02',
      '/api/add-ons',
    ])
      expect((await acme.get(path)).status, path).toBeGreaterThanOrEqual(400);
  });

  it('should not publish a version of somebody else’s plugin', async () => {
    await expect(
      publishTestPlugin(system, {
        id: THEIRS,
        body: 'return 2;',
        publisher: 'acme',
        more: { version: '2.0.0' },
      }),
    ).rejects.toMatchObject({ code: 'partner.other_publisher' });
  });
});
