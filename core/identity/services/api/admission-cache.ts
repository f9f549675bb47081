import { sha256Hex } from '../../../kernel/index.ts';
import { type Queryable, requireTenant } from '../../../tenancy/index.ts';
import { admitProgram, type Program } from './admit-program.ts';

/** How long an admission is believed: what was revoked stops within a second. */
export const ADMISSION_MS = 900;
const MOST_ADMISSIONS = 5000;

type Admission = { program: Promise<Program>; until: number };

// By school, address and credential together, and only as a hash: nothing of a token stays in memory, and an admission
// holds for nobody else.
const admissions = new Map<string, Admission>();

/**
 * The program behind a credential as admitProgram finds it, believed for ADMISSION_MS: for reads that answer with one
 * statement and would otherwise spend three on the token. Refusals are never remembered. Throws what admitProgram throws.
 */
export function admitProgramBriefly(
  database: Queryable,
  credential: string,
  address: string,
): Promise<Program> {
  const key = sha256Hex(`${requireTenant().id} ${address} ${credential}`);
  const now = Date.now();
  const known = admissions.get(key);
  if (known && known.until > now) return known.program;
  if (admissions.size >= MOST_ADMISSIONS) admissions.clear();
  const program = admitProgram(database, credential, address);
  admissions.set(key, { program, until: now + ADMISSION_MS });
  program.catch(() => admissions.delete(key));
  return program;
}
