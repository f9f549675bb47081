import type { RequestHandler } from 'express';
import { AppError, isInNetworks, parseNetworks } from '../../kernel/index.ts';
import { type EdgeRequest, sendError } from './edge.ts';

/**
 * Holds a school, or the console, to the networks its list names: every path of the host, whatever serves it, and by
 * the address the edge found out itself. An empty list means everywhere.
 */
export function holdToNetworks(consoleList: string | undefined): RequestHandler {
  const consoleNetworks = parseNetworks(consoleList ?? '').networks;
  return (req, res, next) => {
    const { scope, address } = req as EdgeRequest;
    const networks =
      scope?.kind === 'tenant'
        ? scope.tenant.adminIpAllowList
        : scope?.kind === 'platform' && scope.realm === 'platform'
          ? consoleNetworks
          : [];
    if (networks.length === 0 || isInNetworks(address, networks)) return next();
    sendError(req, res, new AppError('request.address_refused', { address }));
  };
}
