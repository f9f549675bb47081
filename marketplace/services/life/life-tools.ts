import type { Payload } from 'payload';
import { poolOf } from '../../../core/tenancy/index.ts';
import { pluginHost } from '../host-registry.ts';
import { installStore } from './install-store.ts';
import type { LifeTools } from './upgrade-install.ts';

/** What upgrades run with in this process. Throws service.busy while it starts or ends. */
export function lifeTools(payload: Payload): LifeTools {
  return { pool: poolOf(payload), supervisor: pluginHost().supervisor, store: installStore() };
}
