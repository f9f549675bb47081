import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestSystem, type TestSchool, type TestSystem } from '../../e2e/support/index.ts';
import { asSystem, planAllows, requireFeature } from './index.ts';

describe('features of a plan', () => {
  let system: TestSystem;
  let basic: TestSchool;
  let standard: TestSchool;

  beforeAll(async () => {
    system = await createTestSystem();
    basic = await system.addSchool('basic');
    standard = await system.addSchool('standard');
    await setPlan(basic, 'basic');
  });
  afterAll(() => system.close());

  const setPlan = (school: TestSchool, code: string) =>
    system.admin.query('update tenants set plan_id = (select id from plans where code = $1) where id = $2', [
      code,
      school.tenant.id,
    ]);
  const allows = (school: TestSchool, feature: Parameters<typeof planAllows>[1]) =>
    school.run(() => planAllows(system.pool, feature));

  it('should hold what the price list says, for each school alone', async () => {
    expect(await allows(basic, 'api_access')).toBe(false);
    expect(await allows(standard, 'api_access')).toBe(true);
    expect(await allows(standard, 'sso')).toBe(false);
    expect(await basic.run(() => planAllows(system.pool, 'api_access', standard.tenant.id))).toBe(false);
    expect(await asSystem(() => planAllows(system.pool, 'api_access', standard.tenant.id))).toBe(true);
  });

  it('should act with the next question when the plan changes', async () => {
    await setPlan(standard, 'enterprise');
    expect(await allows(standard, 'sso')).toBe(true);
    expect(await allows(standard, 'white_label')).toBe(true);
    await setPlan(standard, 'standard');
    expect(await allows(standard, 'custom_domain')).toBe(false);
  });

  it('should name the plans that hold the feature', async () => {
    await expect(basic.run(() => requireFeature(system.pool, 'api_access'))).rejects.toMatchObject({
      code: 'plan.feature_missing',
      status: 403,
      details: { plans: 'Standard, Enterprise', plansAr: 'القياسية، المؤسسية' },
    });
  });
});
