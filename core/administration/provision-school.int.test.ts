import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestSystem, type TestSystem } from '../../e2e/support/index.ts';
import { type NewSchool, provisionSchool } from './index.ts';

describe('making a school', () => {
  let system: TestSystem;
  const school = (more: Partial<NewSchool> = {}): NewSchool => ({
    subdomain: 'alpha',
    name: 'Alpha School',
    plan: 'basic',
    adminEmail: 'Admin@Alpha.example',
    ...more,
  });
  const counts = async () =>
    (
      await system.admin.query(
        `select (select count(*)::int from tenants) as tenants, (select count(*)::int from users) as users,
                (select count(*)::int from roles) as roles, (select count(*)::int from role_permissions) as permissions,
                (select count(*)::int from attendance_codes) as codes, (select count(*)::int from subscriptions) as subscriptions`,
      )
    ).rows[0];

  beforeAll(async () => {
    system = await createTestSystem();
  });
  afterAll(() => system.close());

  it('should make a school that its admin can sign in to', async () => {
    const made = await provisionSchool(system.payload, school());
    expect(made.created).toBe(true);
    const client = await system
      .at('alpha.daftar.test')
      .signIn('admin@alpha.example', made.adminPassword ?? '');
    const codes = await client.get('/api/attendance-codes');
    expect(codes.json<{ totalDocs: number }>().totalDocs).toBe(5);
    expect(await counts()).toMatchObject({ tenants: 1, users: 1, roles: 5, codes: 5, subscriptions: 1 });
  });

  it('should change nothing and show no password when it is run again', async () => {
    const before = await counts();
    const again = await provisionSchool(system.payload, school({ subdomain: ' ALPHA ' }));
    expect([again.created, again.adminPassword]).toEqual([false, undefined]);
    expect(await counts()).toEqual(before);
  });

  it('should refuse the same subdomain with another name or plan', async () => {
    await expect(provisionSchool(system.payload, school({ name: 'Other' }))).rejects.toMatchObject({
      code: 'tenant.conflict',
      details: { field: 'name', existing: 'Alpha School' },
    });
    await expect(provisionSchool(system.payload, school({ plan: 'standard' }))).rejects.toMatchObject({
      code: 'tenant.conflict',
      details: { field: 'plan', existing: 'basic' },
    });
  });

  it.each(['ab', 'console', 'www', '1school', '-x-', 'a_b', 'ümlaut', 'x'.repeat(41), "x'; drop table"])(
    'should refuse the subdomain "%s"',
    async (subdomain) => {
      const before = await counts();
      await expect(provisionSchool(system.payload, school({ subdomain }))).rejects.toMatchObject({
        code: 'tenant.subdomain_invalid',
      });
      expect(await counts()).toEqual(before);
    },
  );

  it('should name the plans there are when the plan is unknown', async () => {
    await expect(
      provisionSchool(system.payload, school({ subdomain: 'gamma', plan: 'gold' })),
    ).rejects.toMatchObject({
      code: 'tenant.plan_unknown',
      details: { plans: 'basic, standard, enterprise' },
    });
  });

  it('should repair what an interrupted run left out', async () => {
    const { tenant } = await provisionSchool(system.payload, school());
    await system.admin.query('delete from users where tenant_id = $1', [tenant.id]);
    await system.admin.query('delete from role_permissions where tenant_id = $1', [tenant.id]);
    await system.admin.query('delete from roles where tenant_id = $1', [tenant.id]);
    await system.admin.query('delete from attendance_codes where tenant_id = $1', [tenant.id]);
    await system.admin.query('delete from subscriptions where tenant_id = $1', [tenant.id]);
    const repaired = await provisionSchool(system.payload, school());
    expect(repaired.created).toBe(false);
    expect(repaired.adminPassword).toBeTruthy();
    expect(await counts()).toMatchObject({ tenants: 1, users: 1, roles: 5, codes: 5, subscriptions: 1 });
  });

  it('should make one school when four processes make it at the same time', async () => {
    const made = await Promise.allSettled(
      Array.from({ length: 4 }, () =>
        provisionSchool(system.payload, school({ subdomain: 'delta', name: 'Delta' })),
      ),
    );
    const done = made.filter((outcome) => outcome.status === 'fulfilled').map((outcome) => outcome.value);
    expect(done.filter((outcome) => outcome.created)).toHaveLength(1);
    const { rows } = await system.admin.query(
      "select t.id, (select count(*)::int from users u where u.tenant_id = t.id) as users from tenants t where subdomain = 'delta'",
    );
    expect(rows).toHaveLength(1);
    expect(rows[0].users).toBe(1);
  });

  it('should let the same person be admin of two schools with two passwords', async () => {
    const one = await provisionSchool(
      system.payload,
      school({ subdomain: 'one', name: 'One', adminEmail: 'me@example.org' }),
    );
    const two = await provisionSchool(
      system.payload,
      school({ subdomain: 'two', name: 'Two', adminEmail: 'me@example.org' }),
    );
    await system.at('one.daftar.test').signIn('me@example.org', one.adminPassword ?? '');
    await system.at('two.daftar.test').signIn('me@example.org', two.adminPassword ?? '');
    await expect(
      system.at('one.daftar.test').signIn('me@example.org', two.adminPassword ?? ''),
    ).rejects.toThrow('401');
  });
});
