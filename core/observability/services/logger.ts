import pino, { type Logger } from 'pino';
import { currentScope } from '../../tenancy/index.ts';

export type { Logger };

/**
 * JSON lines on standard output. Every line carries the request id and the school of the scope it was written
 * in; passwords, tokens and cookies are removed wherever they are logged.
 */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [
        'password',
        '*.password',
        'token',
        '*.token',
        'headers.cookie',
        'headers.authorization',
        '*.authToken',
      ],
      censor: '[removed]',
    },
    serializers: { err: describeError, error: describeError },
    mixin: () => {
      const scope = currentScope();
      if (!scope) return {};
      return scope.kind === 'tenant'
        ? { requestId: scope.requestId, tenant: scope.tenant.subdomain }
        : { requestId: scope.requestId, realm: scope.realm };
    },
  });
}

// A failed query carries its parameters: names, phone numbers, password hashes. None of them belongs in a log.
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const cut = (text: string | undefined) => text?.replace(/\n?params: [\s\S]*?(?=\n {4}at |$)/g, '');
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: cut(error.message),
    ...(code === undefined ? {} : { code }),
    stack: cut(error.stack),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}
