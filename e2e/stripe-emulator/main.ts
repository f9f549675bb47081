import { parseArgs } from 'node:util';
import { readIntegerFlag, runMain } from '../emulator-kit/index.ts';
import { createStripeEmulator } from './index.ts';

// Usage: node e2e/stripe-emulator/main.ts --port 12111 --data .data/stripe.sqlite --api-key sk_test_x --parent-pid 1
const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    host: { type: 'string' },
    data: { type: 'string' },
    'api-key': { type: 'string' },
    'parent-pid': { type: 'string' },
  },
});

await runMain(
  async () => {
    const emulator = createStripeEmulator({ databasePath: values.data, apiKey: values['api-key'] });
    const { url, port, close } = await emulator.listen(
      readIntegerFlag('port', values.port) ?? 12111,
      values.host,
    );
    return { ready: { url, port }, close };
  },
  readIntegerFlag('parent-pid', values['parent-pid']),
);
