import type { Suite } from './types.ts';

/** The matrix of some collections and people alone. */
export function matrixOf(collections: string, actors: string): Suite {
  return {
    project: 'isolation',
    file: 'e2e/isolation/matrix',
    only: `collections=${collections};actors=${actors}`,
  };
}

export const CATALOGUE: Suite = { project: 'integration', file: 'core/tenancy/wall-catalogue.int.test.ts' };
export const POOL: Suite = { project: 'integration', file: 'core/tenancy/scoped-pool.int.test.ts' };
export const EDGE: Suite = { project: 'integration', file: 'core/server/web/edge.int.test.ts' };
export const LINKS: Suite = { project: 'unit', file: 'core/storage/signed-links.test.ts' };
export const BEYOND: Suite = { project: 'isolation', file: 'e2e/isolation/beyond-rows.iso.test.ts' };
export const ORACLES: Suite = { project: 'isolation', file: 'e2e/isolation/oracles/oracles.iso.test.ts' };
