import { pipeline } from 'node:stream/promises';
import type { NextFunction, Request, Response } from 'express';
import { AppError, keyring } from '../../kernel/index.ts';
import { readLink, type Storage } from '../../storage/index.ts';
import { type EdgeRequest, sendError } from './edge.ts';

/**
 * `/files`: one file for whoever holds a signed link that has not expired, on the host of the school it belongs to.
 * Always as a download that no browser runs: a file is a person's, its content is nobody's promise.
 */
export function serveFiles(storage: Storage) {
  return async (req: Request, res: Response, next: NextFunction) => {
    try {
      const { scope } = req as EdgeRequest;
      const query = new URLSearchParams(req.originalUrl.split('?')[1] ?? '');
      const link = readLink(keyring().current, query, Date.now() / 1000);
      const isHere = scope?.kind === 'tenant' && link?.key.startsWith(`${scope.tenant.id}/`);
      if (!link || !isHere) return sendError(req, res, new AppError('file.link_invalid'));
      const stream = await storage.stream(link.key);
      res.setHeader('Content-Type', 'application/octet-stream');
      res.setHeader(
        'Content-Disposition',
        `attachment; filename*=UTF-8''${encodeURIComponent(link.fileName)}`,
      );
      res.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
      res.setHeader('Cache-Control', 'private, no-store');
      await pipeline(stream, res);
    } catch (error) {
      if (!res.headersSent && isMissing(error)) return sendError(req, res, new AppError('file.link_invalid'));
      next(error);
    }
  };
}

/** A file that was deleted while its link was still good, in a folder or in a bucket. */
function isMissing(error: unknown): boolean {
  const { code, name } = (error ?? {}) as { code?: string; name?: string };
  return code === 'ENOENT' || name === 'NoSuchKey';
}
