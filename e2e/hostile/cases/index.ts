import type { CaseGroup } from '../types.ts';
import { ERRORS } from './errors.ts';
import { HOST_CALLS } from './host-calls.ts';
import { HOUSE } from './house.ts';
import { LOOPS } from './loops.ts';
import { MEMORY } from './memory.ts';
import { PROMISES } from './promises.ts';
import { REACH } from './reach.ts';
import { RESULTS } from './results.ts';
import { TAKEN_OVER } from './taken-over.ts';

/** Every case that runs in the cage alone. */
export const CAGE_GROUPS: CaseGroup[] = [
  LOOPS,
  MEMORY,
  PROMISES,
  ERRORS,
  RESULTS,
  REACH,
  HOST_CALLS,
  HOUSE,
  TAKEN_OVER,
];
