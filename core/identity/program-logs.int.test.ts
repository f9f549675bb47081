import { symbols } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestSystem, type TestSchool, type TestSystem } from '../../e2e/support/index.ts';
import { makeKey, withKey } from './testing/api-keys.ts';

// The stream that pino hands every finished line to.
type Sink = { write: (line: string) => boolean };

describe('the log', () => {
  let system: TestSystem;
  let alpha: TestSchool;
  const lines: string[] = [];

  const catchLines = (logger: object) => {
    const sink = (logger as Record<symbol, Sink>)[symbols.streamSym];
    if (!sink) throw new Error('pino keeps its stream somewhere else now.');
    sink.write = (line) => lines.push(line) > 0;
  };

  beforeAll(async () => {
    process.env.TEST_LOG_LEVEL = 'trace';
    system = await createTestSystem();
    for (const logger of [system.logger, system.payload.logger]) catchLines(logger);
    alpha = await system.addSchool('alpha');
  });
  afterAll(() => system.close());

  it('R17: should hold no key, token or secret, whether it was right or wrong', async () => {
    const admin = await alpha.signIn(alpha.admin);
    const key = await makeKey(admin, ['students.read']);
    const client = await makeKey(admin, ['students.read'], { kind: 'oauth_client' });
    const granted = await alpha.anonymous.send('POST', '/oauth2/token', {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      raw: Buffer.from(
        `grant_type=client_credentials&client_id=${client.prefix}&client_secret=${client.secret}`,
      ),
    });
    const { access_token: token } = granted.json<{ access_token: string }>();
    for (const credential of [key.secret, token, client.secret, `${key.secret}x`, 'daftar_live_canary'])
      await withKey(alpha, credential, 'GET', '/api/students?where[nothing][equals]=1');
    await withKey(alpha, key.secret, 'POST', '/api/students', { body: '{' });
    const log = lines.join('');
    expect(log).toContain('/api/students');
    for (const secret of [key.secret, token, client.secret, 'daftar_live_canary'])
      expect(log).not.toContain(secret.slice(-30));
  });
});
