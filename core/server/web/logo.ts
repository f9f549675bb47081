import type { NextFunction, Request, Response } from 'express';
import { readPicture } from '../../administration/index.ts';
import { AppError } from '../../kernel/index.ts';
import type { Storage } from '../../storage/index.ts';
import { brandingOf } from '../../tenancy/index.ts';
import { type EdgeRequest, sendError } from './edge.ts';

/**
 * `/branding/logo`: the logo of the school whose host this is, for its sign-in page too. Nothing in the request chooses the
 * file. Its type is read from its bytes once more, and no browser takes it for anything else or runs anything in it.
 */
export function serveLogo(storage: Storage) {
  return async (req: Request, res: Response, next: NextFunction) => {
    try {
      const { scope } = req as EdgeRequest;
      const tenant = scope?.kind === 'tenant' ? scope.tenant : undefined;
      const key = brandingOf(tenant).logoKey;
      const bytes = key?.startsWith(`${tenant?.id}/logo/`)
        ? await storage.get(key).catch(() => undefined)
        : undefined;
      const picture = bytes && readPicture(bytes);
      if (!bytes || !picture) return sendError(req, res, new AppError('resource.not_found'));
      res.setHeader('Content-Type', picture.type);
      res.setHeader('X-Content-Type-Options', 'nosniff');
      res.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
      res.setHeader('Cache-Control', 'public, max-age=300');
      res.end(Buffer.from(bytes));
    } catch (error) {
      next(error);
    }
  };
}
