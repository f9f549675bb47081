import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { connectTwilio } from './index.ts';
import { accountSid, authToken, parent, sender } from './test-emulator.ts';

const children: ChildProcess[] = [];
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'message-emulator-'));
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

async function startProcess() {
  const args = [join(import.meta.dirname, 'main.ts'), '--port', '0', '--smtp-port', '0'];
  args.push(
    '--account-sid',
    accountSid,
    '--auth-token',
    authToken,
    '--data',
    join(folder, 'messages.sqlite'),
  );
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const ready = JSON.parse(line) as { ready: boolean; url: string; smtpPort: number };
  expect(ready.ready).toBe(true);
  return { child, ...ready, client: connectTwilio({ accountSid, authToken, baseUrl: ready.url }) };
}

it('should keep what it acknowledged through kill -9 and stop cleanly at SIGTERM', async () => {
  const before = await startProcess();
  const sent = await before.client.messages.create({ to: parent, from: sender, body: 'مرحبا' });
  const transport = createTransport({ host: '127.0.0.1', port: before.smtpPort, ignoreTLS: true });
  await transport.sendMail({ from: 'a@x.example', to: 'b@x.example', subject: 'Kept', text: 'Kept' });
  before.child.kill('SIGKILL');
  await once(before.child, 'exit');

  const after = await startProcess();
  expect((await after.client.messages(sent.sid).fetch()).body).toBe('مرحبا');
  const outbox = (await (await fetch(`${after.url}/outbox.json`)).json()) as {
    mail: Array<{ subject: string }>;
  };
  expect(outbox.mail.map((mail) => mail.subject)).toEqual(['Kept']);
  after.child.kill('SIGTERM');
  expect(await once(after.child, 'exit')).toEqual([0, null]);
}, 30_000);
