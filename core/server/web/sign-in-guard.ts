import type { RequestHandler } from 'express';

// One password hash takes 116 ms of a core; more at once would leave every other request waiting.
const HASHES_AT_ONCE = 2;
const WAITING_AT_MOST = 200;

const HASHING = /^\/users\/(login|reset-password)\/*$/i;

type Waiting = { host: string; enter: () => void };

/**
 * Sign-ins wait in line, so that a storm of them at eight in the morning slows only itself. Within one host they
 * go one by one: Payload writes sessions by replacing the whole list, and two sign-ins of one person at the same
 * time would leave one of them without a session.
 */
export function guardSignIn(): RequestHandler {
  const running = new Set<string>();
  const waiting: Waiting[] = [];
  const admit = () => {
    for (let index = 0; index < waiting.length && running.size < HASHES_AT_ONCE; ) {
      const candidate = waiting[index];
      if (!candidate || running.has(candidate.host)) {
        index += 1;
        continue;
      }
      waiting.splice(index, 1);
      candidate.enter();
    }
  };
  return (req, res, next) => {
    if (req.method !== 'POST' || !HASHING.test(req.path)) return next();
    const host = (req.headers.host ?? '').toLowerCase();
    if (waiting.length >= WAITING_AT_MOST) {
      res.setHeader('Retry-After', '5');
      res.status(503).end();
      return;
    }
    const enter = () => {
      running.add(host);
      res.once('close', () => {
        running.delete(host);
        admit();
      });
      next();
    };
    waiting.push({ host, enter });
    admit();
  };
}
