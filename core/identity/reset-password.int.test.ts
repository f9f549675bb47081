import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestSystem, type TestSchool, type TestSystem } from '../../e2e/support/index.ts';
import { mailDelivery } from '../communication/worker.ts';
import { runEvent } from '../jobs/index.ts';

describe('a forgotten password', () => {
  let system: TestSystem;
  let school: TestSchool;

  beforeAll(async () => {
    system = await createTestSystem();
    school = await system.addSchool('alpha');
  });
  afterAll(() => system.close());

  const deliver = async () => {
    const mail = mailDelivery(system.settings);
    const { rows } = await system.admin.query(
      "select id from outbox where status = 'pending' and type = 'mail.requested'",
    );
    for (const { id } of rows)
      await runEvent(id, { pool: system.pool, handlers: [mail], logger: system.logger });
    mail.close();
    return rows.length;
  };

  it('S5: should come as a mail whose link is made of our address and works once', async () => {
    const user = await school.addUser('teacher');
    const asked = await school.anonymous.send('POST', '/api/users/forgot-password', {
      body: { email: user.email },
      headers: { 'x-forwarded-host': 'evil.example' },
    });
    expect(asked.status).toBe(200);
    expect(await deliver()).toBe(1);
    const { mail } = await system.emulators.outbox(user.email);
    const link = /href="([^"]+)"/.exec(JSON.stringify(mail).replaceAll('\\"', '"'))?.[1] ?? '';
    expect(link).toMatch(/^http:\/\/alpha\.daftar\.test\/admin\/set-password#reset=[\w-]{43}$/);
    const token = link.split('=').at(-1);
    const reset = { token, password: 'another long password' };
    expect((await school.anonymous.post('/api/users/reset-password', reset)).status).toBe(200);
    expect((await school.anonymous.post('/api/users/reset-password', reset)).status).toBe(400);
    const again = await school.anonymous.post('/api/users/login', {
      email: user.email,
      password: reset.password,
    });
    expect(again.status).toBe(200);
  });

  it('S9: should answer the same for somebody it does not know, and send nothing', async () => {
    const known = await school.addUser('teacher');
    const answers = await Promise.all(
      [known.email, 'nobody@alpha.example'].map((email) =>
        school.anonymous.post('/api/users/forgot-password', { email }),
      ),
    );
    expect(answers[0]?.status).toBe(answers[1]?.status);
    expect(answers[0]?.text).toBe(answers[1]?.text);
    expect(await deliver()).toBe(1);
    expect((await system.emulators.outbox('nobody@alpha.example')).mail).toEqual([]);
  });
});
