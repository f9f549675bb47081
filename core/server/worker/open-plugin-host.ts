import type { Payload } from 'payload';
import {
  type PluginHost,
  provideInstallStore,
  providePluginHost,
  suspendForFault,
  watchRevocations,
} from '../../../marketplace/worker.ts';
import type { Settings } from '../../kernel/index.ts';
import type { Logger } from '../../observability/index.ts';
import { createCapabilities, createSupervisor } from '../../sandbox/index.ts';
import { openStorage } from '../../storage/index.ts';
import { poolOf } from '../../tenancy/index.ts';
import type { ReadinessCheck } from '../web/health.ts';
import { openInstallStore } from './open-install-store.ts';
import { sandboxCheck } from './sandbox-check.ts';

export type OpenedPluginHost = { host: PluginHost; check: ReadinessCheck; close: () => Promise<void> };

/** The cage of this process, for events in workers and for what people ask of plugins in web processes. */
export async function openPluginHost(options: {
  settings: Settings;
  payload: Payload;
  logger: Logger;
}): Promise<OpenedPluginHost> {
  const { settings, payload, logger } = options;
  const pool = poolOf(payload);
  const supervisor = createSupervisor({
    spares: settings.SANDBOX_SPARE_WORKERS,
    isOneSchoolPerWorker: settings.SANDBOX_ONE_SCHOOL_PER_WORKER,
    logger,
    // The pause of this process ends by itself; the install stays suspended everywhere until the school resumes it.
    onPause: async ({ tenantId, pluginId }) => {
      await suspendForFault(pool, { tenantId, pluginId });
    },
  });
  await supervisor.warm();
  const storage = openStorage(settings);
  const host: PluginHost = {
    pool,
    supervisor,
    logger,
    capabilities: createCapabilities({ pool, storage }),
  };
  providePluginHost(host);
  provideInstallStore(openInstallStore(pool, storage));
  const watch = watchRevocations({ pool, supervisor, logger });
  return {
    host,
    check: sandboxCheck(supervisor),
    close: async () => {
      providePluginHost(undefined);
      provideInstallStore(undefined);
      await watch.stop();
      await supervisor.close();
    },
  };
}
