import type { Problem } from '../../components/problem-table.tsx';

export type RunStatus =
  | 'queued'
  | 'running'
  | 'done'
  | 'rejected'
  | 'needs_confirmation'
  | 'failed'
  | 'needs_columns';

export type EntityCounts = { created: number; updated: number; unchanged: number; removed: number };

/** One import as `GET /api/imports/run` tells it. */
export type ImportRun = {
  id: string;
  fileName: string;
  status: RunStatus;
  dryRun: boolean;
  step: string | null;
  progressPercent: number;
  counts: Record<string, EntityCounts>;
  errors: number;
  warnings: number;
  failure: string | null;
  createdAt: string;
  finishedAt: string | null;
  problems: Problem[];
  /** What a sheet holds; null for a package. */
  collection: string | null;
  undoneAt: string | null;
};

/** One import as the list of earlier ones knows it. */
export type RunSummary = {
  id: string;
  fileName: string;
  status: RunStatus;
  dryRun: boolean;
  errorCount: number;
  warningCount: number;
  createdAt: string;
};

/** True while a job still works on it. */
export function isAtWork(status: RunStatus): boolean {
  return status === 'queued' || status === 'running';
}
