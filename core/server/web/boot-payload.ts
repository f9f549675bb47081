import { getPayload, type Payload } from 'payload';
import type { Logger } from '../../observability/index.ts';

/**
 * The one Payload instance of this process. Next finds it through Payload's own cache on globalThis, so that
 * server and panel share one pool. The configuration is read only now, when the settings are in place.
 */
export async function bootPayload(_logger: Logger): Promise<Payload> {
  const { default: config } = await import('../../../payload.config.ts');
  return getPayload({ config });
}
