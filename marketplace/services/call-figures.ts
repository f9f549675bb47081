import { AppError } from '../../core/kernel/index.ts';
import type { Queryable } from '../../core/tenancy/index.ts';
import { CALL_CODES, CALL_FIGURES, RECENT_FAILURES } from '../sql/call-figures.ts';

export const FIGURE_DAYS = 30;

/** How the calls of one install went in the last 30 days. Times in milliseconds; null where nothing ran. */
export type CallFigures = {
  days: number;
  calls: number;
  failed: number;
  p50: number | null;
  p95: number | null;
  cpuMs: number;
  codes: { code: string; count: number }[];
  failures: {
    id: string;
    at: string;
    entry: { kind: string; name: string };
    code: string;
    message: string | null;
  }[];
};

/** The figures of an install of the school of the scope. Throws plugin.not_installed for an id that is none of it. */
export async function callFigures(
  database: Queryable,
  installId: string,
  now = Date.now(),
): Promise<CallFigures> {
  const known = await database.query('select from plugin_installs where id = $1', [installId]);
  if (known.rowCount === 0) throw new AppError('plugin.not_installed', { plugin: installId });
  const values = [installId, new Date(now - FIGURE_DAYS * 86_400_000)];
  const figures = (await database.query(CALL_FIGURES, values)).rows[0];
  const codes = (await database.query(CALL_CODES, values)).rows;
  const failures = figures.failed > 0 ? (await database.query(RECENT_FAILURES, values)).rows : [];
  return {
    days: FIGURE_DAYS,
    calls: figures.calls,
    failed: figures.failed,
    p50: rounded(figures.p50),
    p95: rounded(figures.p95),
    cpuMs: Math.round(figures.cpuMs),
    codes,
    failures: failures.map((row) => ({
      id: row.id,
      at: row.created_at.toISOString(),
      entry: { kind: row.kind, name: row.entry },
      code: row.code,
      message: row.message,
    })),
  };
}

/** A percentile as whole milliseconds; null where there is none. */
export function rounded(value: unknown): number | null {
  return value === null || value === undefined ? null : Math.round(Number(value));
}
