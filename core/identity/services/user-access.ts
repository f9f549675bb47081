import type { Access, FieldAccess, PayloadRequest } from 'payload';
import { can, viewerOf } from '../../tenancy/index.ts';

async function administers(req: PayloadRequest): Promise<boolean> {
  const viewer = viewerOf(req);
  if (viewer?.realm === 'platform') return true;
  return viewer?.realm === 'school' && (await can(req, 'users.write'));
}

/** Everybody reads and changes themselves; who holds `users.read` or `users.write` reaches the whole school. */
export const readUsers: Access = async ({ req }) => {
  const viewer = viewerOf(req);
  if (!viewer) return false;
  if (viewer.realm === 'platform' || (await can(req, 'users.read'))) return true;
  return { id: { equals: viewer.id } };
};

export const updateUsers: Access = async ({ req }) => {
  const viewer = viewerOf(req);
  if (!viewer) return false;
  return (await administers(req)) ? true : { id: { equals: viewer.id } };
};

export const administerUsers: Access = ({ req }) => administers(req);

/** Whether the person of the request may act on an account: invite, sign out, take a second factor away. */
export async function mayAdminister(
  req: PayloadRequest,
  account: { id: string } | undefined,
): Promise<boolean> {
  const viewer = viewerOf(req);
  return viewer !== undefined && viewer.id !== account?.id && (await administers(req));
}

/** For fields a person may never set on their own account: role, links, active. */
export const administeredField: FieldAccess = ({ req }) => administers(req);

/** For fields that only the product sets. */
export const neverByRequest: FieldAccess = () => false;
