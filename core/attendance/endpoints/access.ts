import type { PayloadRequest } from 'payload';
import { visibleClassIds } from '../../school/index.ts';
import { idOf, viewerOf } from '../../tenancy/index.ts';
import type { RegisterAccess } from '../services/register-access.ts';

/** Whose registers the signed-in person may open; with a date also what a teacher covers on it. */
export async function accessOf(req: PayloadRequest, date?: string): Promise<RegisterAccess> {
  const teacherId = idOf(viewerOf(req)?.teacher);
  return { classIds: await visibleClassIds(req, date), ...(teacherId ? { teacherId } : {}) };
}
