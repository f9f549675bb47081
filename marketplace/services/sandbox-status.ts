import type { PayloadRequest } from 'payload';
import { AppError } from '../../core/kernel/index.ts';
import type { SandboxStatus } from '../../core/sandbox/index.ts';
import { viewerOf } from '../../core/tenancy/index.ts';
import { findPluginHost } from './host-registry.ts';

/**
 * The state of the cage of the process that answers, for the platform's staff; undefined while the process starts or
 * ends. Throws auth.required for anybody else.
 */
export function sandboxStatus(req: Pick<PayloadRequest, 'user' | 'payload'>): SandboxStatus | undefined {
  if (viewerOf(req)?.realm !== 'platform') throw new AppError('auth.required');
  return findPluginHost()?.supervisor.status();
}
