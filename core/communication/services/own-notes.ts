import type { PayloadRequest } from 'payload';
import { can, idOf, poolOf, viewerOf } from '../../tenancy/index.ts';
import { type PanelNote, unreadNotes } from './panel-notes.ts';

/** The unread notes of whoever asks; none for people without a role of the school, such as support. */
export async function ownNotes(req: PayloadRequest): Promise<PanelNote[]> {
  const viewer = viewerOf(req);
  const roleId = idOf(viewer?.role);
  if (viewer === undefined || roleId === undefined || !(await can(req, 'communication.read'))) return [];
  return unreadNotes(poolOf(req.payload), { userId: viewer.id, roleId });
}
