import type { AfterErrorHook } from 'payload';
import { AppError, errorBody, isAppError } from '../../kernel/index.ts';
import { clashError } from './clash-error.ts';
import { languageOfRequest } from './endpoint.ts';
import { isLostDatabase } from './lost-database.ts';
import { quotaError } from './quota-error.ts';
import { REQUEST_STATEMENT_SECONDS } from './scoped-pool.ts';

type PgError = { code?: string; constraint?: string; table?: string; detail?: string; column?: string };

/**
 * Turns what the database refused into an error people understand. References are tied to the school, so an id
 * of another school looks exactly like one that does not exist.
 */
export const translateDatabaseError: AfterErrorHook = ({ error, req }) => {
  const translated = isAppError(error) ? error : (fromDatabase(error) ?? fromBatch(error, req.method));
  if (!translated) return;
  const language = languageOfRequest(req);
  return { response: errorBody(translated, language) as never, status: translated.status };
};

function fromDatabase(error: unknown): AppError | undefined {
  if (isLostDatabase(error)) return new AppError('database.unavailable');
  if (isReadOnlyError(error)) return new AppError('tenant.read_only');
  const quota = quotaError(error);
  if (quota) return quota;
  const clash = clashError(error);
  if (clash) return clash;
  const { code, constraint = '', table = '', detail = '', column = '' } = findPgError(error) ?? {};
  if (code === '23503') {
    // Only the delete of a row names a table that is not the one of the request; its detail says "still referenced".
    return detail.includes('still referenced')
      ? new AppError('record.in_use', { table: readable(table) })
      : new AppError('record.relation_unknown', { field: readable(fieldOfReference(constraint, table)) });
  }
  if (code === '23505')
    return new AppError('record.duplicate', {
      fields: readable(/\((?:tenant_id, )?([^()]+)\)=/.exec(detail)?.[1] ?? constraint),
    });
  if (constraint === 'last_admin') return new AppError('roles.last_admin');
  if (code === '23514' || code === '23P01')
    return new AppError('record.value_invalid', { rule: readable(constraint) });
  if (code === '23502')
    return new AppError('record.value_invalid', { rule: `${readable(column)} is needed` });
  if (code === '57014') return new AppError('request.too_slow', { seconds: REQUEST_STATEMENT_SECONDS });
  // Data that does not fit (class 22), operators that a field does not have, and statements beyond the server's limits.
  if (/^22/.test(code ?? '') || MISFITS.has(code ?? '') || isFarDate(error))
    return new AppError('request.invalid', { reason: 'a value has the wrong form' });
  // Row-level security refused a row: for the caller it does not exist.
  if (code === '42501') return new AppError('resource.not_found');
  return undefined;
}

const MISFITS = new Set(['42804', '42846', '42883', '42P18', '08P01', '54000', '54001', '54011', '54023']);

// JavaScript's own error for a moment that no calendar has.
function isFarDate(error: unknown): boolean {
  return error instanceof RangeError && error.message === 'Invalid time value';
}

/** True for what the database says to a write of a suspended school. */
export function isReadOnlyError(error: unknown): boolean {
  return findPgError(error)?.code === 'DF423';
}

// Payload goes on with a batch after one of its rows was refused, and then learns only that nothing works any more.
function fromBatch(error: unknown, method: string | undefined): AppError | undefined {
  if (findPgError(error)?.code !== '25P02') return undefined;
  return method === 'DELETE'
    ? new AppError('record.in_use', { table: 'other records' })
    : new AppError('request.invalid', { reason: 'one of the rows was refused, so none was changed' });
}

function findPgError(error: unknown): PgError | undefined {
  let current = error;
  for (let depth = 0; depth < 5 && typeof current === 'object' && current !== null; depth += 1) {
    const candidate = current as PgError & { cause?: unknown };
    if (typeof candidate.code === 'string' && /^[0-9A-Z]{5}$/.test(candidate.code)) return candidate;
    current = candidate.cause;
  }
  return undefined;
}

// Payload names a reference <table>_<field>_id_<target>_id_fk.
function fieldOfReference(constraint: string, table: string): string {
  return new RegExp(`^${table}_(.+?)_id_.+_fk$`).exec(constraint)?.[1] ?? constraint;
}

function readable(name: string): string {
  return name.replace(/_id\b/g, '').replace(/_/g, ' ').trim();
}
