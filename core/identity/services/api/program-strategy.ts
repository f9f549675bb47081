import type { AuthStrategy } from 'payload';
import { currentScope, type Viewer } from '../../../tenancy/index.ts';

/**
 * Tells Payload who a program is. The edge has checked the key already, and only for requests that programs may make, so
 * that a key never opens the panel or its server functions.
 */
export const programStrategy: AuthStrategy = {
  name: 'api-key',
  authenticate: () => {
    const program = currentScope()?.program;
    if (program === undefined) return { user: null };
    const viewer: Viewer & { collection: 'users'; _strategy: string } = {
      id: program.keyId,
      collection: 'users',
      _strategy: 'api-key',
      realm: 'school',
      active: true,
      apiKey: { id: program.keyId, scopes: program.scopes },
    };
    return { user: viewer as never };
  },
};
