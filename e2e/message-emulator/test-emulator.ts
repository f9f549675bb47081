import { afterEach } from 'vitest';
import { connectTwilio, createMessageEmulator, type MessageEmulatorOptions } from './index.ts';

export const accountSid = `AC${'0123456789abcdef'.repeat(2)}`;
export const authToken = 'test-auth-token';
export const sender = '+15005550006';
export const parent = '+962790000001';

const closers: Array<() => Promise<void>> = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** Closes something after the test. */
export function closeLater(close: () => Promise<void>): void {
  closers.push(close);
}

/** Starts an emulator on free ports for one test, with a client of the unmodified SDK; closed after the test. */
export async function startTestEmulator(options: Partial<MessageEmulatorOptions> = {}) {
  const emulator = createMessageEmulator({ accountSid, authToken, ...options });
  const listening = await emulator.listen({ httpPort: 0, smtpPort: 0 });
  closeLater(listening.close);
  const client = connectTwilio({ accountSid, authToken, baseUrl: listening.url });
  return { ...listening, client };
}

/** Asks the emulator to spoil requests. */
export async function addFault(url: string, fault: Record<string, unknown>): Promise<Response> {
  return fetch(`${url}/_emulator/faults`, { method: 'POST', body: JSON.stringify(fault) });
}
