import { parseArgs } from 'node:util';
import { readIntegerFlag, runMain } from '../emulator-kit/index.ts';
import { createMessageEmulator } from './emulator.ts';

// Usage: node e2e/message-emulator/main.ts --port 8026 --smtp-port 1025 --data .data/messages.sqlite
//          --account-sid AC... --auth-token ... --parent-pid 1
const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    'smtp-port': { type: 'string' },
    host: { type: 'string' },
    data: { type: 'string' },
    'account-sid': { type: 'string' },
    'auth-token': { type: 'string' },
    'parent-pid': { type: 'string' },
  },
});

await runMain(
  async () => {
    const emulator = createMessageEmulator({
      databasePath: values.data,
      accountSid: values['account-sid'] ?? `AC${'0'.repeat(32)}`,
      authToken: values['auth-token'] ?? 'local-auth-token',
    });
    const { url, httpPort, smtpPort, close } = await emulator.listen({
      httpPort: readIntegerFlag('port', values.port) ?? 8026,
      smtpPort: readIntegerFlag('smtp-port', values['smtp-port']) ?? 1025,
      host: values.host,
    });
    return { ready: { url, httpPort, smtpPort }, close };
  },
  readIntegerFlag('parent-pid', values['parent-pid']),
);
