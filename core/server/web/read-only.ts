import type { RequestHandler } from 'express';
import { AppError } from '../../kernel/index.ts';
import { type EdgeRequest, sendError } from './edge.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

// What people of a suspended school may still send: signing in and out, passwords, second factors and devices, shutting
// a key out, payments, exports, how their own tables look, and the answer to staff who ask to help.
const STILL_OPEN = [
  /^\/users\/(login|logout|forgot-password|reset-password|refresh-token|second-factor|me)(\/|$)/,
  /^\/account\//,
  /^\/administer\/sign-out$/,
  /^\/(sso|oauth|support)(\/|$)/,
  /^\/keys\/revoke$/,
  /^\/plan\/(payment-method|portal|pay)$/,
  /^\/[a-z/-]+\/export$/,
  /^\/payload-preferences(\/|$)/,
];

/**
 * Mounted at /api: a suspended school reads and does not write. This gives the clear answer, tenant.read_only; what slips
 * past it, because it is no REST or comes while the state changes, the database refuses (migrations/0007).
 */
export const refuseWritesOfSuspended: RequestHandler = (req, res, next) => {
  const { scope } = req as EdgeRequest;
  if (scope?.kind !== 'tenant' || scope.tenant.status !== 'suspended' || isReading(req)) return next();
  // Express matches a path with a slash at its end too.
  let end = req.path.length;
  while (req.path[end - 1] === '/') end -= 1;
  const path = req.path.slice(0, end).toLowerCase();
  if (STILL_OPEN.some((pattern) => pattern.test(path))) return next();
  sendError(req, res, new AppError('tenant.read_only'));
};

function isReading(req: { method: string; headers: Record<string, string | string[] | undefined> }): boolean {
  if (SAFE_METHODS.has(req.method)) return true;
  // The panel sends long queries as POST; Payload reads these two headers alike.
  const { headers } = req;
  return (
    req.method === 'POST' &&
    (headers['x-payload-http-method-override'] === 'GET' || headers['x-http-method-override'] === 'GET')
  );
}
