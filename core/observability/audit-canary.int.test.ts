import { afterAll, beforeAll, expect, it } from 'vitest';
import { addRealmUser, BASE_DOMAIN, createTestSystem, type TestSystem } from '../../e2e/support/index.ts';

let system: TestSystem;
beforeAll(async () => {
  system = await createTestSystem();
});
afterAll(() => system.close());

it('R17: should hold no password, token, cookie or hash after a workout of signing in, accounts and support', async () => {
  const school = await system.addSchool('alpha');
  const admin = await school.signIn(school.admin);
  const staff = await addRealmUser(system.payload, 'platform');
  const desk = await system
    .at(`console.${BASE_DOMAIN}`)
    .signIn(staff.email, staff.password, staff.totpSecret);
  const canary = 'canary-of-a-secret-value';
  const attempts: [string, unknown][] = [
    ['/api/users/login', { email: school.admin.email, password: canary }],
    ['/api/users/login', { email: `${canary}@nowhere.example`, password: canary }],
    [
      '/api/users/login',
      { email: school.admin.email, password: school.admin.password, code: canary.slice(0, 20) },
    ],
    ['/api/users/forgot-password', { email: school.admin.email }],
    ['/api/users/reset-password', { token: canary, password: canary }],
    ['/api/users', { email: 'n@alpha.example', password: canary, token: canary, displayName: 'N' }],
    ['/api/users/account/password', { password: school.admin.password, newPassword: canary }],
    ['/api/users/account/second-factor/begin', { password: school.admin.password }],
    ['/api/add-ons/settings', { pluginId: 'sms', settings: { apiKey: canary } }],
    [
      '/api/students',
      { givenName: 'A', familyName: 'B', admissionNumber: '1', password: canary, token: canary },
    ],
  ];
  for (const [path, body] of attempts) {
    const answer = await admin.send('POST', path, {
      body,
      headers: { cookie: `other=${canary}`, 'x-api-key': canary },
    });
    expect(answer.status, path).toBeLessThan(500);
  }
  await desk.post('/api/support/request', {
    tenantId: school.tenant.id,
    reason: 'A guardian cannot see the invoice',
    ticket: 'DAF-1',
    writeAsked: false,
  });
  const { rows } = await system.admin.query('select * from audit_events');
  expect(rows.length).toBeGreaterThan(8);
  const text = JSON.stringify(rows);
  const secrets = await system.admin.query(
    `select token_hash as s from user_sessions union select token_hash from one_time_tokens
     union select password_hash from user_credentials union select sealed_secret from user_totp`,
  );
  for (const secret of [
    ...[canary, admin.token, desk.token, school.admin.password, staff.password, staff.totpSecret],
    ...secrets.rows.map(({ s }) => s as string),
  ])
    expect(text.includes(secret ?? 'none'), 'a secret stands in the audit trail').toBe(false);
});
