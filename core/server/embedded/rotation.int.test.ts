import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestSystem, type TestSchool, type TestSystem, until } from '../../../e2e/support/index.ts';
import { keyring, seal, unseal } from '../../kernel/index.ts';
import { openStorage, signLink } from '../../storage/index.ts';
import { resealAll } from '../commands/secrets.ts';
import { ensureRoles } from '../database/roles.ts';
import { checkDatabaseLogin } from '../database/self-check.ts';
import { adoptSecrets, readSecrets, rotateSecrets, watchSecrets } from './secrets-file.ts';

/** The drill: every secret of the installation changes twice while people work. */
describe('the rotation of secrets', () => {
  let system: TestSystem;
  let school: TestSchool;
  let folder: string;
  let stopWatching: () => void;
  const fileKey = () => `${school.tenant.id}/drill/3d99c337-a440-4869-a1d1-33f2b83563a8`;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'daftar-drill-'));
    adoptSecrets(readSecrets(folder));
    const { DAFTAR_SECRET = '', DAFTAR_SECRET_CREATED_AT = '' } = process.env;
    system = await createTestSystem({ environment: { DAFTAR_SECRET, DAFTAR_SECRET_CREATED_AT } });
    school = await system.addSchool('alpha');
    await openStorage(system.settings).put(fileKey(), Buffer.from('content'), 'text/plain');
    stopWatching = watchSecrets(folder, 100);
  });
  afterAll(async () => {
    stopWatching();
    await system.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const link = () =>
    signLink(keyring().current, {
      key: fileKey(),
      fileName: 'drill.txt',
      expiresAt: Math.floor(Date.now() / 1000) + 600,
    });
  const rotate = async () => {
    const { current } = rotateSecrets(folder);
    await until('the running process uses the new secret', async () => keyring().current === current.value);
  };

  it('S14: should fail no request while it happens, and end what the oldest key signed', async () => {
    const client = await school.signIn(school.admin);
    const user = await school.addUser('teacher');
    const oldLink = link();
    const sealedBefore = seal(keyring().current, 'totp', 'JBSWY3DPEHPK3PXP');
    await system.admin.query(
      "insert into user_totp (realm, tenant_id, user_id, sealed_secret) values ('school', $1, $2, $3)",
      [school.tenant.id, user.id, sealedBefore],
    );
    let running = true;
    const statuses = new Map<string, number>();
    const count = (name: string, status: number) =>
      statuses.set(`${name} ${status}`, (statuses.get(`${name} ${status}`) ?? 0) + 1);
    const load = async () => {
      while (running) {
        count('list', (await client.get('/api/subjects')).status);
        count('old link', (await school.anonymous.get(oldLink)).status);
        count('new link', (await school.anonymous.get(link())).status);
        const sealed = seal(keyring().current, 'mail', 'text');
        count('sealed', unseal(keyring().current, 'mail', sealed) === 'text' ? 200 : 500);
      }
    };
    const loads = [load(), load(), load()];
    await rotate();
    expect((await school.anonymous.get(oldLink)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    running = false;
    await Promise.all(loads);
    expect([...statuses.keys()].sort()).toEqual(['list 200', 'new link 200', 'old link 200', 'sealed 200']);
    expect(statuses.get('list 200')).toBeGreaterThan(3);

    // The second factor of above, and the key that signs releases.
    expect(await resealAll(system.pool)).toBe(2);
    const ready = await system.at('127.0.0.1').get('/readyz');
    const checks = ready.json<{ checks: { name: string; detail: object }[] }>().checks;
    expect(checks.find(({ name }) => name === 'secrets')?.detail).toEqual({
      ageDays: 0,
      limitDays: 183,
      previousAccepted: true,
      rotateSoon: false,
    });
    await rotate();
    expect((await school.anonymous.get(oldLink)).status).toBeGreaterThanOrEqual(400);
    const { rows } = await system.admin.query('select sealed_secret from user_totp where user_id = $1', [
      user.id,
    ]);
    expect(unseal(keyring().current, 'totp', rows[0].sealed_secret)).toBe('JBSWY3DPEHPK3PXP');
    expect(() => unseal(keyring().current, 'totp', sealedBefore)).toThrow();
  });

  it('S14: should give the new secret a login of its own, so that processes with the old one still connect', async () => {
    // Logins are of the whole server, which other tests share: this one makes its own pair.
    const names = ['drill_app', 'drill_app_next'] as const;
    const nameOf = ({ application }: { application: string }) => new URL(application).username;
    try {
      const first = await ensureRoles(system.adminUrl, keyring().current, names);
      expect(await ensureRoles(system.adminUrl, keyring().current, names)).toEqual(first);
      await rotate();
      const second = await ensureRoles(system.adminUrl, keyring().current, names);
      expect([nameOf(first), nameOf(second)]).toEqual([...names]);
      for (const { application } of [first, second]) await checkDatabaseLogin(application);
      await rotate();
      const third = await ensureRoles(system.adminUrl, keyring().current, names);
      expect(nameOf(third)).toBe(nameOf(first));
      await checkDatabaseLogin(second.application);
      await expect(checkDatabaseLogin(first.application)).rejects.toThrow(/password/);
    } finally {
      for (const name of names) await system.admin.query(`drop role if exists ${name}`);
    }
  });
});
