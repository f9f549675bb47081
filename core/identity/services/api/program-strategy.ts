import type { AuthStrategy, PayloadRequest } from 'payload';
import { currentScope, type ProgramFacts, type Viewer } from '../../../tenancy/index.ts';

/**
 * Tells Payload who a program is. The edge has checked the key already, and only for requests that programs may make, so
 * that a key never opens the panel or its server functions.
 */
export const programStrategy: AuthStrategy = {
  name: 'api-key',
  authenticate: () => {
    const program = currentScope()?.program;
    return { user: program === undefined ? null : programViewer(program) };
  },
};

/** A program as the user of a request, for rules and the trail. */
export function programViewer(program: ProgramFacts): NonNullable<PayloadRequest['user']> {
  const viewer: Viewer & { collection: 'users'; _strategy: string } = {
    id: program.keyId,
    collection: 'users',
    _strategy: 'api-key',
    realm: 'school',
    active: true,
    apiKey: { id: program.keyId, scopes: program.scopes },
  };
  return viewer as never;
}
