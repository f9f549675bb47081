import type { PayloadRequest } from 'payload';
import { currentScope, type Viewer, viewerOf } from '../../tenancy/index.ts';
import type { AuditEvent } from './record-audit.ts';

type Actor = AuditEvent['actor'];
type Named = Viewer & { displayName?: string | null; email?: string | null };

/**
 * Who acts in a request, as the trail names them: a person, a program with a key, a member of staff (on the console, or
 * at a school with its knowledge), Daftar itself (jobs and commands), or nobody who signed in.
 */
export function actorOf(req: Pick<PayloadRequest, 'user'>): Actor {
  const viewer = viewerOf(req) as Named | undefined;
  if (!viewer) return { kind: currentScope()?.client ? 'anonymous' : 'system' };
  const label = viewer.displayName ?? viewer.email ?? undefined;
  const named = label === undefined ? {} : { label };
  if (viewer.support) return { kind: 'staff', id: viewer.support.staffId, ...named };
  if (viewer.apiKey) return { kind: 'api_key', id: viewer.apiKey.id, ...named };
  return { kind: viewer.realm === 'platform' ? 'staff' : 'user', id: viewer.id, ...named };
}
