import { CODE_MUTANTS } from './code-mutants.ts';
import { DATABASE_MUTANTS } from './database-mutants.ts';
import type { Mutant } from './types.ts';

/** Every way of breaking the wall and its doors that the suite must notice. */
export const MUTANTS: readonly Mutant[] = [...DATABASE_MUTANTS, ...CODE_MUTANTS];
