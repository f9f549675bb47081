import type { PayloadRequest } from 'payload';
import { AppError } from '../../core/kernel/index.ts';
import { poolOf, viewerOf } from '../../core/tenancy/index.ts';
import { PARTNER_DASHBOARD } from '../sql/partner-dashboard.ts';

/** One add-on as the start page of partners shows it. */
export type PartnerEntry = {
  id: string;
  name: string;
  nameAr: string;
  summary: string | null;
  summaryAr: string | null;
  publisher: string;
  version: string;
  listed: boolean;
};

/** Reads the start page of partners; for anybody else it refuses. */
export async function partnerDashboard(
  req: Pick<PayloadRequest, 'user' | 'payload'>,
): Promise<PartnerEntry[]> {
  if (viewerOf(req)?.realm !== 'partner') throw new AppError('auth.required');
  const { rows } = await poolOf(req.payload).query(PARTNER_DASHBOARD);
  return rows;
}
