import { getPayload, type Payload } from 'payload';
import { readSettings } from '../../kernel/index.ts';
import type { Logger } from '../../observability/index.ts';
import { asApplication } from '../database/app-address.ts';

/**
 * The one Payload instance of this process. Next finds it through Payload's own cache on globalThis, so that
 * server and panel share one pool. The configuration is read only now, when the settings are in place.
 */
export async function bootPayload(_logger: Logger): Promise<Payload> {
  const { DATABASE_POOL_MODE, DATABASE_SESSION_URL } = readSettings(process.env);
  if (DATABASE_POOL_MODE === 'transaction' && DATABASE_SESSION_URL !== undefined)
    process.env.DAFTAR_SESSION_DATABASE_URL = asApplication(
      DATABASE_SESSION_URL,
      process.env.DAFTAR_APP_DATABASE_URL ?? '',
    );
  const { default: config } = await import('../../../payload.config.ts');
  return getPayload({ config });
}
