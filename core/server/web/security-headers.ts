import { randomBytes } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import helmet from 'helmet';
import type { EdgeRequest } from './edge.ts';

/**
 * The headers of every answer: pages, files, redirects, errors. Scripts run only from our origin or with the nonce of
 * this request; Next reads that nonce from the Content-Security-Policy header of the request, so it is written there
 * too, over whatever came in. Styles keep 'unsafe-inline', because React's style attributes are inline styles.
 */
export function secureAnswers(protocol: 'http' | 'https'): RequestHandler {
  const others = helmet({
    contentSecurityPolicy: false,
    strictTransportSecurity: protocol === 'https' ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    // The own origin still gets a referrer: with "no-referrer" browsers send forms with `Origin: null`.
    referrerPolicy: { policy: 'same-origin' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: false,
    xFrameOptions: { action: 'deny' },
  });
  return (req, res, next) => {
    const nonce = randomBytes(16).toString('base64');
    const policy = contentSecurityPolicy(nonce, protocol);
    (req as EdgeRequest).nonce = nonce;
    req.headers['content-security-policy'] = policy;
    delete req.headers['content-security-policy-report-only'];
    res.setHeader('Content-Security-Policy', policy);
    res.setHeader('Permissions-Policy', PERMISSIONS_POLICY);
    keepOutOfCaches(req as EdgeRequest, res);
    others(req, res, next);
  };
}

/** The policy of a page whose inline scripts carry the nonce. */
export function contentSecurityPolicy(nonce: string, protocol: 'http' | 'https'): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    "script-src-attr 'none'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "frame-src 'none'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(protocol === 'https' ? ['upgrade-insecure-requests'] : []),
  ].join('; ');
}

const PERMISSIONS_POLICY = [
  'accelerometer',
  'autoplay',
  'browsing-topics',
  'camera',
  'display-capture',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'usb',
]
  .map((feature) => `${feature}=()`)
  .join(', ');

/** True for the panel's built files, which are the same for everybody and carry their hash in their name. */
export function isStaticFile(path: string): boolean {
  return path.startsWith('/_next/static/') || path === '/icon.svg';
}

// Whatever depends on who asks is kept by nobody: the last word on every answer that is not a built file.
function keepOutOfCaches(req: EdgeRequest, res: Response): void {
  const writeHead = res.writeHead.bind(res) as (...args: unknown[]) => Response;
  res.writeHead = ((...args: unknown[]) => {
    const isKept = isStaticFile(req.path) && res.statusCode < 400;
    if (!isKept && !/no-store/.test(String(res.getHeader('Cache-Control') ?? '')))
      res.setHeader('Cache-Control', 'private, no-store');
    return writeHead(...args);
  }) as typeof res.writeHead;
}
