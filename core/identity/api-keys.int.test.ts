import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createTestSystem,
  type HttpClient,
  type TestSchool,
  type TestSystem,
} from '../../e2e/support/index.ts';
import { closeLimiters, sha256Hex } from '../kernel/index.ts';
import { makeKey, setPlan, withKey } from './testing/api-keys.ts';

describe('API keys', () => {
  let system: TestSystem;
  let alpha: TestSchool;
  let beta: TestSchool;
  let admin: HttpClient;

  beforeAll(async () => {
    system = await createTestSystem();
    alpha = await system.addSchool('alpha');
    beta = await system.addSchool('beta');
    admin = await alpha.signIn(alpha.admin);
  });
  afterAll(() => system.close());
  beforeEach(() => closeLimiters());

  const status = async (credential: string, path = '/api/students', school = alpha) =>
    (await withKey(school, credential, 'GET', path)).status;
  const sql = (text: string, values: unknown[] = []) => system.admin.query(text, values);

  it('should be told once, and kept as a hash of 256 random bits', async () => {
    const { id, prefix, secret } = await makeKey(admin, ['students.read']);
    expect(secret).toMatch(/^daftar_live_[a-z0-9]{12}_[A-Za-z0-9]{49}$/);
    expect(secret.startsWith(`${prefix}_`)).toBe(true);
    const { rows } = await sql('select * from api_key_secrets where key_id = $1', [id]);
    expect(rows[0].secret_hash).toBe(sha256Hex(secret));
    const whole = JSON.stringify((await sql('select * from api_keys')).rows) + JSON.stringify(rows);
    expect(whole).not.toContain(secret.slice(prefix.length + 1));
    for (const path of ['/api/keys', '/api/api-keys', `/api/api-keys/${id}`]) {
      const answer = await admin.get(path);
      expect(answer.status).toBe(200);
      expect(answer.text).toContain(prefix);
      expect(answer.text).not.toContain(secret.slice(prefix.length + 1));
      expect(answer.text).not.toContain(sha256Hex(secret));
    }
  });

  it('should let a program read what its scopes say, of its school alone', async () => {
    const { secret } = await makeKey(admin, ['students.read']);
    expect(await status(secret)).toBe(200);
    expect(await status(secret, '/api/teachers')).toBe(403);
  });

  it('A1: should be nothing at the host of another school', async () => {
    const { secret } = await makeKey(admin, ['students.read']);
    expect(await status(secret, '/api/students', beta)).toBe(401);
    const console = await system.at('console.daftar.test').send('GET', '/api/tenants', {
      headers: { authorization: `Bearer ${secret}` },
    });
    expect(console.status).toBe(401);
  });

  it('A7: should stop with the next request after it was revoked or expired', async () => {
    const revoked = await makeKey(admin, ['students.read']);
    expect(await status(revoked.secret)).toBe(200);
    expect((await admin.post('/api/keys/revoke', { id: revoked.id })).status).toBe(200);
    expect(await status(revoked.secret)).toBe(401);

    const expired = await makeKey(admin, ['students.read']);
    expect(await status(expired.secret)).toBe(200);
    await sql("update api_keys set expires_at = now() - interval '1 second' where id = $1", [expired.id]);
    expect(await status(expired.secret)).toBe(401);
  });

  it('should answer alike for unknown, wrong, revoked, expired and foreign keys, and keep it from caches', async () => {
    const good = await makeKey(admin, ['students.read']);
    const revoked = await makeKey(admin, ['students.read']);
    await admin.post('/api/keys/revoke', { id: revoked.id });
    const held = await makeKey(admin, ['students.read'], { allowedAddresses: ['203.0.113.0/24'] });
    const other = await makeKey(admin, ['students.read']);
    const mixed = good.prefix + other.secret.slice(other.prefix.length);
    await sql('update api_keys set expires_at = now() where id = $1', [other.id]);
    const answers = await Promise.all(
      [revoked.secret, held.secret, mixed, other.secret, `${good.secret.slice(0, -1)}_`, 'daftar_live_x'].map(
        (secret) => withKey(alpha, secret, 'GET', '/api/students'),
      ),
    );
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(answer.text).toBe(answers[0]?.text);
      expect(answer.headers['www-authenticate']).toContain('invalid_token');
      expect(answer.headers['cache-control']).toBe('no-store');
    }
  });

  it('should go on with the old secret for the overlap of a roll, and not longer', async () => {
    const first = await makeKey(admin, ['students.read']);
    const rolled = (await admin.post('/api/keys/roll', { id: first.id, overlapHours: 24 })).json<{
      secret: string;
      prefix: string;
    }>();
    expect(rolled.prefix).toBe(first.prefix);
    expect([await status(first.secret), await status(rolled.secret)]).toEqual([200, 200]);
    await sql("update api_key_secrets set previous_until = now() - interval '1 second' where key_id = $1", [
      first.id,
    ]);
    expect([await status(first.secret), await status(rolled.secret)]).toEqual([401, 200]);
    const last = (await admin.post('/api/keys/roll', { id: first.id, overlapHours: 0 })).json<{
      secret: string;
    }>();
    expect([await status(rolled.secret), await status(last.secret)]).toEqual([401, 200]);
    expect((await admin.post('/api/keys/roll', { id: first.id, overlapHours: 25 })).status).toBe(400);
    await admin.post('/api/keys/revoke', { id: first.id });
    expect((await admin.post('/api/keys/roll', { id: first.id, overlapHours: 1 })).status).toBe(409);
  });

  it('A6: should never hold what its maker lacks, nor what makes accounts, roles, keys or doors', async () => {
    const never = await admin.post('/api/keys/create', {
      name: 'never',
      scopes: ['students.read', 'users.write', 'roles.write', 'api_keys.write'],
      expiresInDays: 1,
    });
    expect(never.status).toBe(400);
    expect(never.text).toContain('users.write, roles.write, api_keys.write');

    await sql(
      `insert into role_permissions (tenant_id, role_id, code) select tenant_id, id, 'api_keys.write' from roles
        where tenant_id = $1 and code in ('accountant', 'teacher')`,
      [alpha.tenant.id],
    );
    const accountant = await alpha.signIn(await alpha.addUser('accountant'));
    const wish = { name: 'mine', expiresInDays: 1 };
    expect(
      (await accountant.post('/api/keys/create', { ...wish, scopes: ['students.write'] })).json(),
    ).toMatchObject({ errors: [{ code: 'api.scope_not_held' }] });
    expect((await accountant.post('/api/keys/create', { ...wish, scopes: ['finance.write'] })).status).toBe(
      200,
    );

    const teacher = await alpha.signIn(await alpha.addUser('teacher'));
    expect(
      (await teacher.post('/api/keys/create', { ...wish, scopes: ['students.read'] })).json(),
    ).toMatchObject({ errors: [{ code: 'api.maker_limited' }] });

    // Whoever rolls a key reads its secret: that must not be a way to what they lack.
    const strong = await makeKey(admin, ['students.write']);
    expect((await accountant.post('/api/keys/roll', { id: strong.id, overlapHours: 1 })).status).toBe(403);
    expect(await status(strong.secret)).toBe(403);
  });

  it('should need its permission, a person, and sensible wishes', async () => {
    const student = await alpha.signIn(await alpha.addUser('student'));
    expect((await student.get('/api/keys')).status).toBe(403);
    const wish = { name: 'x', scopes: ['students.read'], expiresInDays: 1 };
    expect((await student.post('/api/keys/create', wish)).status).toBe(403);
    expect((await alpha.anonymous.post('/api/keys/create', wish)).status).toBe(401);
    const foreign = await (await beta.signIn(beta.admin)).post('/api/keys/revoke', {
      id: (await makeKey(admin, ['students.read'])).id,
    });
    expect(foreign.status).toBe(404);
    for (const bad of [
      { expiresInDays: 366 },
      { expiresInDays: 0 },
      { scopes: [] },
      { scopes: ['no.such'] },
      { requestsPerMinute: 6001 },
      { allowedAddresses: ['10.0.0.0/33'] },
      { allowedAddresses: ['example.org'] },
      { createdBy: beta.admin.id },
    ])
      expect((await admin.post('/api/keys/create', { ...wish, ...bad })).status).toBe(400);
  });

  it('should be part of Standard and Enterprise, and stop when the school leaves them', async () => {
    const key = await makeKey(admin, ['students.read']);
    await setPlan(system, alpha, 'basic');
    try {
      const answer = await withKey(alpha, key.secret, 'GET', '/api/students');
      expect(answer.status).toBe(403);
      expect(answer.json()).toMatchObject({ errors: [{ code: 'plan.feature_missing' }] });
      const refused = await admin.post('/api/keys/create', {
        name: 'x',
        scopes: ['students.read'],
        expiresInDays: 1,
      });
      expect(refused.json()).toMatchObject({ errors: [{ code: 'plan.feature_missing' }] });
      expect((await admin.get('/api/keys')).json()).toMatchObject({ isInPlan: false });
      expect((await admin.post('/api/keys/revoke', { id: key.id })).status).toBe(200);
    } finally {
      await setPlan(system, alpha, 'standard');
    }
  });

  it('S7: should take the address from the connection, in every form of writing, and from no header', async () => {
    const here = await makeKey(admin, ['students.read'], {
      allowedAddresses: ['127.0.0.0/8', '::ffff:127.0.0.1'],
    });
    expect(await status(here.secret)).toBe(200);
    const elsewhere = await makeKey(admin, ['students.read'], { allowedAddresses: ['203.0.113.7'] });
    for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'cf-connecting-ip', 'true-client-ip']) {
      const value = name === 'forwarded' ? 'for=203.0.113.7' : '203.0.113.7';
      const answer = await withKey(alpha, elsewhere.secret, 'GET', '/api/students', {
        headers: { [name]: value },
      });
      expect(answer.status, name).toBe(401);
    }
  });

  it('should note when and from where it was last used, at most once a minute', async () => {
    const { id, secret } = await makeKey(admin, ['students.read']);
    const used = async () =>
      (await sql('select last_used_at, last_used_from from api_keys where id = $1', [id])).rows[0];
    await status(secret);
    const first = await used();
    expect(first.last_used_from).toBe('127.0.0.1');
    await status(secret);
    expect((await used()).last_used_at).toEqual(first.last_used_at);
    await sql("update api_keys set last_used_at = now() - interval '2 minutes' where id = $1", [id]);
    await status(secret);
    expect((await used()).last_used_at.getTime()).toBeGreaterThanOrEqual(first.last_used_at.getTime());
  });

  it('should leave entries in the audit trail: made, rolled, revoked, and refused with the reason', async () => {
    const { id, secret } = await makeKey(admin, ['students.read'], { name: 'watched' });
    await admin.post('/api/keys/roll', { id, overlapHours: 1 });
    await admin.post('/api/keys/revoke', { id });
    await Promise.all(Array.from({ length: 5 }, () => status(secret)));
    const { rows } = await sql(
      `select action, outcome, actor_kind, details, ip from audit_events where tenant_id = $1 and subject_id = $2
        order by created_at, action`,
      [alpha.tenant.id, id],
    );
    expect(rows.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      'api_keys.create success',
      'api_keys.roll success',
      'api_keys.revoke success',
      'api_keys.use denied',
    ]);
    expect(rows[3]).toMatchObject({ actor_kind: 'api_key', details: { reason: 'revoked' }, ip: '127.0.0.1' });
    expect(JSON.stringify(rows)).not.toContain(secret.slice(-40));
  });
});
