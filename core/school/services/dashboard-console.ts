import type { PayloadRequest } from 'payload';
import { AppError } from '../../kernel/index.ts';
import { poolOf, viewerOf } from '../../tenancy/index.ts';
import { CONSOLE_DASHBOARD } from '../sql/dashboard-console.ts';

/** The numbers of the console's start page. */
export type ConsoleDashboard = {
  schools: { active: number; all: number; month: number };
  events: { waiting: number; dead: number; oldestSeconds: number };
  unpaid: number;
  latest: {
    id: string;
    name: string;
    nameAr: string | null;
    subdomain: string;
    active: boolean;
    at: string;
  }[];
};

/** Reads the start page of the platform's staff; for anybody else it refuses. */
export async function consoleDashboard(
  req: Pick<PayloadRequest, 'user' | 'payload'>,
): Promise<ConsoleDashboard> {
  if (viewerOf(req)?.realm !== 'platform') throw new AppError('auth.required');
  const { rows } = await poolOf(req.payload).query(CONSOLE_DASHBOARD);
  return rows[0];
}
