import type { CollectionBeforeOperationHook, Endpoint, PayloadRequest } from 'payload';
import { AppError } from '../../kernel/index.ts';
import { currentScope, poolOf, viewerOf } from '../../tenancy/index.ts';
import { actorOf } from './actor.ts';
import { recordAudit } from './record-audit.ts';

const READS: ReadonlySet<string> = new Set(['read', 'count', 'readDistinct']);
const WRITES: ReadonlySet<string> = new Set(['create', 'update', 'updateByID', 'delete', 'deleteByID']);

/** Holds support to looking: with a clear error before anything else, and with write access to plain changes alone. */
export const holdSupport: CollectionBeforeOperationHook = ({ args, operation, req }) => {
  const support = viewerOf(req)?.support;
  if (!support || READS.has(operation)) return args;
  if (!support.mayWrite || !WRITES.has(operation)) throw new AppError('support.read_only');
  return args;
};

/**
 * An endpoint of the product under support: every call leaves an entry with its address, and changes are refused unless
 * the school allowed them. Addresses in `open` are support's own: status, end, sign-out.
 */
export function underSupport(endpoint: Endpoint, prefix = ''): Endpoint {
  const path = `${prefix}${endpoint.path}`;
  const isOpen = /^\/(support|users)(\/|$)/.test(path);
  return {
    ...endpoint,
    handler: async (req) => {
      const support = viewerOf(req)?.support;
      if (support && !isOpen) {
        if (endpoint.method !== 'get' && !support.mayWrite) {
          await tell(req, path, 'denied');
          throw new AppError('support.read_only');
        }
        await tell(req, path, 'success');
      }
      return endpoint.handler(req);
    },
  };
}

async function tell(req: PayloadRequest, path: string, outcome: 'success' | 'denied'): Promise<void> {
  if (currentScope()?.kind !== 'tenant') return;
  await recordAudit(poolOf(req.payload), {
    category: 'support',
    action: 'support.request',
    outcome,
    actor: actorOf(req),
    details: {
      supportGrant: viewerOf(req)?.support?.grantId ?? '',
      request: `${req.method ?? ''} /api${path}`.trim(),
    },
  });
}
