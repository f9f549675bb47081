import type { RequestHandler } from 'express';
import type pg from 'pg';
import {
  AppError,
  addressKey,
  createLimiter,
  isLanguage,
  type LimiterOptions,
  requestLanguage,
} from '../../kernel/index.ts';
import { type VerifiedPaper, verifyPaper } from '../../reports/index.ts';
import { type EdgeRequest, sendError } from './edge.ts';
import { tellLimit } from './programs.ts';
import { VERIFY_POLICY, verifyPage } from './verify-page.ts';

// A person with a pile of papers, and all who ask at one school: a code of eight letters is not guessed at this pace.
const BY_ADDRESS: LimiterOptions = { name: 'verify-address', points: 20, seconds: 60 };
const BY_SCHOOL: LimiterOptions = { name: 'verify-school', points: 300, seconds: 60 };

/**
 * `/verify?paper=`: whether a paper is a true one of the school whose host this is, for people who are not signed in.
 * Without a paper it is the form alone, which may be opened as often as any page.
 */
export function serveVerifyPaper(pool: pg.Pool): RequestHandler {
  return (req, res, next) => {
    const { scope, address } = req as EdgeRequest;
    if (scope?.kind !== 'tenant') return sendError(req, res, new AppError('resource.not_found'));
    const query = new URLSearchParams(req.originalUrl.split('?')[1] ?? '');
    const asked = [query.get('paper'), query.get('code')].filter(Boolean).join(' ').trim();
    const wish = query.get('lang');
    const language = isLanguage(wish)
      ? wish
      : requestLanguage({
          cookie: req.headers.cookie ?? null,
          acceptLanguage: req.headers['accept-language'] ?? null,
        });
    const show = (found?: VerifiedPaper) => {
      // The address holds the code of a paper; it goes to nobody else.
      res.setHeader('Referrer-Policy', 'no-referrer');
      res.setHeader('Cache-Control', 'no-store');
      res.setHeader('Content-Security-Policy', VERIFY_POLICY);
      res.type('html').send(
        verifyPage({
          language,
          school: language === 'ar' ? (scope.tenant.nameAr ?? scope.tenant.name) : scope.tenant.name,
          paper: query.get('paper') ?? '',
          code: query.get('code') ?? '',
          answer: asked === '' ? undefined : (found ?? 'unknown'),
        }),
      );
    };
    if (asked === '') return show();
    const answer = async () => {
      const used = [
        [BY_ADDRESS, `${scope.tenant.id} ${addressKey(address)}`],
        [BY_SCHOOL, scope.tenant.id],
      ] as const;
      for (const [options, key] of used) {
        const limiter = createLimiter(options);
        const outcome = await limiter.consume(key);
        tellLimit(res, limiter, outcome);
        if (!outcome.allowed)
          return sendError(req, res, new AppError('request.rate_limited', { seconds: outcome.resetSeconds }));
      }
      show(await verifyPaper(pool, asked));
    };
    answer().catch(next);
  };
}
