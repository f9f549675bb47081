import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  BASE_DOMAIN,
  createTestSystem,
  type HttpClient,
  type TestSchool,
  type TestSystem,
  until,
} from '../../e2e/support/index.ts';
import { unseal } from '../kernel/index.ts';
import { findTenant, schoolAddress } from '../tenancy/index.ts';
import { dnsResolver, recheckDomains } from './index.ts';
import { startTestDns, type TestDns } from './testing/dns-server.ts';

const SETTINGS = {
  locale: 'ar',
  timeZone: 'Asia/Riyadh',
  currency: 'USD',
  firstWeekday: 6,
  weekendDays: [5, 6],
  calendarDisplay: 'gregorian_hijri',
  digits: 'arab',
  requireSecondFactor: 'optional',
  adminIpAllowList: '',
};
const LOOKS = {
  nameAr: 'ألفا',
  brandColour: '#7a1f3d',
  mailFromName: 'Alpha',
  mailReplyTo: 'a@alpha.example',
};
const DOMAIN = 'portal.alpha-school.example';

type Problem = { errors: { code: string }[] };
type Domain = { domain: string; verified: boolean; record: { name: string; value: string } };

describe('the settings of a school', () => {
  let system: TestSystem;
  let dns: TestDns;
  let alpha: TestSchool;
  let beta: TestSchool;
  let admin: HttpClient;
  let other: HttpClient;
  const row = async (school: TestSchool) =>
    (await system.admin.query('select * from tenants where id = $1', [school.tenant.id])).rows[0];
  const codeOf = (answer: { json: <T>() => T }) => answer.json<Problem>().errors[0]?.code;
  const enterprise = (school: TestSchool) =>
    system.admin.query(
      "update tenants set plan_id = (select id from plans where code = 'enterprise') where id = $1",
      [school.tenant.id],
    );

  beforeAll(async () => {
    dns = await startTestDns();
    system = await createTestSystem({ environment: { DNS_SERVER: dns.address } });
    alpha = await system.addSchool('alpha');
    beta = await system.addSchool('beta');
    admin = await alpha.signIn(alpha.admin);
    other = await beta.signIn(beta.admin);
  });
  afterAll(async () => {
    await system.close();
    await dns.close();
  });

  it('A6: should refuse the settings to teachers, guardians and students, and change nothing', async () => {
    const before = await row(alpha);
    for (const role of ['teacher', 'guardian', 'student', 'accountant'] as const) {
      const client = await alpha.signIn(await alpha.addUser(role));
      expect((await client.get('/api/settings')).status, role).toBe(403);
      for (const [path, body] of [
        ['/api/settings/save', SETTINGS],
        ['/api/settings/looks', LOOKS],
        ['/api/settings/logo', { data: png(2, 2).toString('base64') }],
        ['/api/settings/domain', { domain: DOMAIN }],
        ['/api/settings/domain/check', {}],
      ] as const)
        expect((await client.post(path, body)).status, `${role} ${path}`).toBe(403);
    }
    expect(await row(alpha)).toEqual(before);
  });

  it('should save for the own school alone, and leave a trace', async () => {
    const before = await row(beta);
    expect((await admin.post('/api/settings/save', SETTINGS)).json()).toEqual({ saved: true });
    expect(await row(alpha)).toMatchObject({
      locale: 'ar',
      time_zone: 'Asia/Riyadh',
      first_weekday: '6',
      weekend_days: '5,6',
      calendar_display: 'gregorian_hijri',
      digits: 'arab',
    });
    expect(await row(beta)).toEqual(before);
    const { rows } = await system.admin.query(
      "select actor_id, before, after from audit_events where action = 'settings.save' and tenant_id = $1",
      [alpha.tenant.id],
    );
    expect(rows).toMatchObject([
      { actor_id: alpha.admin.id, before: { timeZone: 'Asia/Qatar' }, after: { timeZone: 'Asia/Riyadh' } },
    ]);
  });

  it('should refuse values that no school can have', async () => {
    for (const wrong of [
      { timeZone: 'Mars/Phobos' },
      { firstWeekday: 3 },
      { weekendDays: [] },
      { weekendDays: [0, 1, 2, 3] },
      { plan: 'enterprise' },
      { status: 'active' },
      { adminIpAllowList: '10.0.0.0/40' },
      { adminIpAllowList: 'everywhere' },
    ])
      expect(
        (await admin.post('/api/settings/save', { ...SETTINGS, ...wrong })).status,
        JSON.stringify(wrong),
      ).toBe(400);
  });

  it('A2: should let a school’s role write no plan, state, address or domain of its own row, nor another row', async () => {
    for (const column of [
      'plan_id = plan_id',
      "status = 'active'",
      "subdomain = 'x'",
      "custom_domain = 'x'",
      'custom_domain_verified_at = now()',
      'trial_ends_at = null',
    ])
      await expect(
        alpha.run(() => system.pool.query(`update tenants set ${column}`)),
        column,
      ).rejects.toMatchObject({
        code: '42501',
      });
    const { rowCount } = await alpha.run(() =>
      system.pool.query("update tenants set digits = 'latn' where id = $1", [beta.tenant.id]),
    );
    expect(rowCount).toBe(0);
  });

  it('should keep looks and domain for plans that have them', async () => {
    expect(codeOf(await admin.post('/api/settings/looks', LOOKS))).toBe('plan.feature_missing');
    expect(codeOf(await admin.post('/api/settings/logo', { data: png(2, 2).toString('base64') }))).toBe(
      'plan.feature_missing',
    );
    expect(codeOf(await admin.post('/api/settings/domain', { domain: DOMAIN }))).toBe('plan.feature_missing');
    const free = { nameAr: 'ألفا', brandColour: '', mailFromName: '', mailReplyTo: '' };
    expect((await admin.post('/api/settings/looks', free)).status).toBe(200);
    await enterprise(alpha);
    await enterprise(beta);
    await until('the plan acts', async () => (await admin.post('/api/settings/looks', LOOKS)).status === 200);
    await until(
      'the plan acts',
      async () =>
        (await other.get('/api/settings')).json<{ features: { whiteLabel: boolean } }>().features.whiteLabel,
    );
    for (const brandColour of ['red', '#fff', '#ffff00', '#7a1f3d;}', 'url(x)'])
      expect([400], brandColour).toContain(
        (await admin.post('/api/settings/looks', { ...LOOKS, brandColour })).status,
      );
    expect(
      (await admin.post('/api/settings/looks', { ...LOOKS, mailFromName: 'A\r\nBcc: b@c.example' })).status,
    ).toBe(400);
  });

  it('I2: should name the file of a logo itself, whatever the request says', async () => {
    const data = png(40, 20).toString('base64');
    for (const more of [
      { fileName: '../../x.png' },
      { key: `${beta.tenant.id}/logo/12345678` },
      { prefix: '..' },
    ])
      expect((await admin.post('/api/settings/logo', { data, ...more })).status).toBe(400);
    expect((await admin.post('/api/settings/logo', { data })).status).toBe(200);
    expect((await row(alpha)).logo_key).toMatch(new RegExp(`^${alpha.tenant.id}/logo/[0-9a-f]{32}$`));
  });

  it('I3: should refuse every file that is no picture, and serve a logo as nothing but a picture', async () => {
    const script = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>';
    for (const [name, bytes] of Object.entries({
      svg: Buffer.from(script),
      html: Buffer.from('<html><script>alert(1)</script>'),
      xml: Buffer.from(`<?xml version="1.0"?>${script}`),
      pdf: Buffer.from('%PDF-1.7 /JavaScript'),
      gif: Buffer.from('GIF89a\u0001\u0000\u0001\u0000'),
      'png with a page behind it': Buffer.concat([png(2, 2), Buffer.from(script)]),
      'half a png': png(2, 2).subarray(0, 40),
      'jpeg by its first bytes': Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(script)]),
      empty: Buffer.alloc(0),
    })) {
      const answer = await admin.post('/api/settings/logo', { data: bytes.toString('base64') });
      expect([400, 415], name).toContain(answer.status);
    }
    // The edge looks a school up at most every two seconds.
    await until(
      'the logo is served',
      async () => (await alpha.anonymous.get('/branding/logo')).status === 200,
    );
    const logo = await alpha.anonymous.get('/branding/logo');
    expect(logo.headers['content-type']).toBe('image/png');
    expect(logo.headers['x-content-type-options']).toBe('nosniff');
    expect(logo.headers['content-security-policy']).toContain("default-src 'none'");
  });

  it('I4: should refuse a small file that claims a huge picture, and a large file', async () => {
    for (const bytes of [
      png(50_000, 50_000),
      png(2001, 10),
      png(0, 10),
      Buffer.concat([png(2, 2), Buffer.alloc(300_000)]),
    ])
      expect(codeOf(await admin.post('/api/settings/logo', { data: bytes.toString('base64') }))).toBe(
        'tenant.picture_refused',
      );
    const started = performance.now();
    expect((await admin.post('/api/settings/logo', { data: 'A'.repeat(1_900_000) })).status).toBe(400);
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it('A12: should never serve the logo of one school at another’s address', async () => {
    expect((await beta.anonymous.get('/branding/logo')).status).toBe(404);
    // Even when the row itself names a file of another school.
    await system.admin.query(
      'update tenants set logo_key = (select logo_key from tenants where id = $1) where id = $2',
      [alpha.tenant.id, beta.tenant.id],
    );
    await new Promise((resolve) => setTimeout(resolve, 2100));
    expect((await beta.anonymous.get('/branding/logo')).status).toBe(404);
    await system.admin.query('update tenants set logo_key = null where id = $1', [beta.tenant.id]);
    expect((await system.at(`console.${BASE_DOMAIN}`).get('/branding/logo')).status).toBe(404);
  });

  it('S5: should open a school at its domain only after the DNS record proved it', async () => {
    const claimed = (
      await admin.post('/api/settings/domain', { domain: 'Portal.Alpha-School.example.' })
    ).json<Domain>();
    expect(claimed).toMatchObject({ domain: DOMAIN, verified: false, record: { name: `_daftar.${DOMAIN}` } });
    expect((await system.at(DOMAIN).get('/api/users/me')).status).toBe(421);
    expect(codeOf(await admin.post('/api/settings/domain/check', {}))).toBe('tenant.domain_unproved');
    dns.records.set(claimed.record.name, ['v=spf1 -all', `${claimed.record.value}x`]);
    expect(codeOf(await admin.post('/api/settings/domain/check', {}))).toBe('tenant.domain_unproved');
    dns.records.set(claimed.record.name, ['v=spf1 -all', claimed.record.value]);
    expect((await admin.post('/api/settings/domain/check', {})).json()).toMatchObject({ verified: true });
    await until(
      'the domain is open',
      async () => (await system.at(DOMAIN).get('/api/users/me')).status === 200,
    );
    const there = await system.at(DOMAIN).signIn(alpha.admin.email, alpha.admin.password);
    expect((await there.get('/api/settings')).status).toBe(200);
    await expect(system.at(DOMAIN).signIn(beta.admin.email, beta.admin.password)).rejects.toThrow('401');
  });

  it('S5: should write the proved domain into mails, and never the Host of the request', async () => {
    const asked = await system.at(`alpha.${BASE_DOMAIN}`).send('POST', '/api/users/forgot-password', {
      body: { email: alpha.admin.email },
      headers: { host: `alpha.${BASE_DOMAIN}:6666`, 'x-forwarded-host': 'evil.example' },
    });
    expect(asked.status).toBe(200);
    const mailed = await findTenant(system.admin, { kind: 'tenant', subdomain: 'alpha' });
    expect(mailed?.profile?.customDomain).toBe(DOMAIN);
    expect(mailed && schoolAddress(mailed)).toBe(`http://${DOMAIN}`);
    const { rows } = await system.admin.query(
      "select payload from outbox where type = 'mail.requested' and tenant_id = $1 order by created_at desc limit 1",
      [alpha.tenant.id],
    );
    const opened = unseal(system.settings.DAFTAR_SECRET ?? '', 'mail', rows[0].payload.sealed);
    const mail = JSON.parse(opened) as { html: string; text: string; fromName: string };
    expect(mail.text).toContain(`http://${DOMAIN}/admin/set-password#reset=`);
    expect(mail.html).toContain('background:#7a1f3d');
    expect(mail.fromName).toBe('Alpha');
    expect(mail.text + mail.html).not.toMatch(/6666|evil/);
  });

  it('A11: should let a claim stand in nobody’s way, and give the domain to who proves it alone', async () => {
    const rival = (await other.post('/api/settings/domain', { domain: DOMAIN })).json<Domain>();
    expect(rival.verified).toBe(false);
    // The record of alpha proves nothing for beta.
    expect(codeOf(await other.post('/api/settings/domain/check', {}))).toBe('tenant.domain_unproved');
    const kept = dns.records.get(rival.record.name) ?? [];
    dns.records.set(rival.record.name, [...kept, rival.record.value]);
    expect(codeOf(await other.post('/api/settings/domain/check', {}))).toBe('tenant.domain_taken');
    expect((await row(alpha)).custom_domain_verified_at).not.toBeNull();
    // The name was sold: the old proof is gone and the new owner's stands.
    dns.records.set(rival.record.name, [rival.record.value]);
    expect((await other.post('/api/settings/domain/check', {})).json()).toMatchObject({ verified: true });
    expect((await row(alpha)).custom_domain_verified_at).toBeNull();
    await until(
      'the domain is the other school’s',
      async () =>
        (await system
          .at(DOMAIN)
          .signIn(beta.admin.email, beta.admin.password)
          .catch(() => undefined)) !== undefined,
    );
  });

  it('should take a domain away after three days without proof, and not for a silent name server', async () => {
    const overdue = () =>
      system.admin.query(
        "update tenants set custom_domain_checked_at = now() - interval '25 hours' where id = $1",
        [beta.tenant.id],
      );
    const check = () => recheckDomains(system.pool, dnsResolver(dns.address), system.logger);
    await overdue();
    expect(await check()).toEqual({ checked: 1, lost: 0 });
    expect(await check()).toEqual({ checked: 0, lost: 0 });
    dns.records.delete(`_daftar.${DOMAIN}`);
    await overdue();
    expect(await check()).toEqual({ checked: 1, lost: 0 });
    const failing = await row(beta);
    expect([failing.custom_domain_failing_since, failing.custom_domain_verified_at]).not.toContain(null);
    await system.admin.query(
      "update tenants set custom_domain_failing_since = now() - interval '3 days 1 second' where id = $1",
      [beta.tenant.id],
    );
    dns.silence(true);
    await overdue();
    expect(await check()).toEqual({ checked: 1, lost: 0 });
    dns.silence(false);
    expect(await check()).toEqual({ checked: 1, lost: 1 });
    await until(
      'the address is gone',
      async () => (await system.at(DOMAIN).get('/api/users/me')).status === 421,
    );
  }, 60_000);
});

/** A PNG that says it is `width` by `height`, with the bytes of one line. */
function png(width: number, height: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 6, 0, 0, 0], 8);
  const chunk = (type: string, data: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]);
  };
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(64))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
