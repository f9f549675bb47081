import path from 'node:path';
import express from 'express';
import next from 'next';
import { createLogger } from '../../../core/observability/index.ts';
import { openDatabaseForCommand, openSettings } from '../../../core/server/embedded/environment.ts';
import { bootPayload } from '../../../core/server/web/boot-payload.ts';
import { identifyRequest, resolveHost } from '../../../core/server/web/edge.ts';
import { poolOf } from '../../../core/tenancy/index.ts';

// The baseline of a product whose interface is Payload's REST in an application of Next: the same configuration on the
// database of a running installation, with nothing of our edge but the school of the host.
const settings = openSettings();
const database = await openDatabaseForCommand(settings);
process.env.DAFTAR_APP_DATABASE_URL = database.urls.application;
const payload = await bootPayload(createLogger('warn'));
const application = next({ dev: false, dir: path.join(import.meta.dirname, '../next-rest'), quiet: true });
await application.prepare();
const handle = application.getRequestHandler();
const app = express();
app.use(
  identifyRequest('http', 0),
  resolveHost({ baseDomain: settings.DAFTAR_BASE_DOMAIN, pool: poolOf(payload) }),
);
app.use((req, res) => handle(req, res));
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`ready ${typeof address === 'object' ? address?.port : ''}\n`);
});
process.once('SIGTERM', () => process.exit(0));
