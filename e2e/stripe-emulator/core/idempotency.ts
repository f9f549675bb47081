import { createHash } from 'node:crypto';
import { ApiError } from './api-error.ts';
import type { FormRecord } from './form.ts';
import type { Store } from './store.ts';

/** Seconds an answer is kept for its key: Stripe may forget keys that are at least 24 hours old. */
const keyLifetime = 24 * 3600;

export type StoredAnswer = {
  requestId: string;
  status: number;
  headers: Record<string, string>;
  body: string;
};
export type KeyedRequest = { key: string; endpoint: string; params: FormRecord; now: number };

/** Hash over the endpoint and the parameters, whatever their order. */
export function fingerprint(request: KeyedRequest): string {
  return createHash('sha256')
    .update(`${request.endpoint}\n${canonical(request.params)}`)
    .digest('hex');
}

function canonical(value: FormRecord[string]): string {
  if (typeof value === 'string') return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? '')}`).join(',')}}`;
}

/**
 * The answer kept for this key, or undefined when the key is new or forgotten.
 * Throws ApiError 400 idempotency_error when the key was first used for another endpoint or other parameters.
 */
export function findAnswer(store: Store, request: KeyedRequest): StoredAnswer | undefined {
  const row = store.database
    .prepare('SELECT * FROM idempotency_keys WHERE key = ? AND created > ?')
    .get(request.key, request.now - keyLifetime);
  if (!row) return undefined;
  if (row.endpoint !== request.endpoint) {
    throw keyError(
      `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${request.endpoint}' vs '${row.endpoint}'). Try using a key other than '${request.key}' if you meant to execute a different request.`,
    );
  }
  if (row.fingerprint !== fingerprint(request)) {
    throw keyError(
      `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${request.key}' if you meant to execute a different request.`,
    );
  }
  return {
    requestId: String(row.request_id),
    status: Number(row.status),
    headers: JSON.parse(String(row.headers)),
    body: String(row.body),
  };
}

/** Keeps the answer; call it inside the transaction that did the work, so that both are there or neither. */
export function keepAnswer(store: Store, request: KeyedRequest, answer: StoredAnswer): void {
  store.database
    .prepare(
      `INSERT OR REPLACE INTO idempotency_keys
        (key, endpoint, fingerprint, request_id, status, headers, body, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      request.key,
      request.endpoint,
      fingerprint(request),
      answer.requestId,
      answer.status,
      JSON.stringify(answer.headers),
      answer.body,
      request.now,
    );
}

/** 409: a request with this key is still being worked on. */
export function keyInUse(key: string): ApiError {
  return new ApiError(
    `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
    { status: 409, type: 'idempotency_error', code: 'idempotency_key_in_use', isBeforeExecution: true },
  );
}

function keyError(message: string): ApiError {
  return new ApiError(message, {
    status: 400,
    type: 'idempotency_error',
    shouldRetry: false,
    isBeforeExecution: true,
  });
}
