import type { JsonObject } from './store.ts';

export type StripeErrorType =
  | 'invalid_request_error'
  | 'idempotency_error'
  | 'api_error'
  | 'card_error'
  | 'temporary_session_expired';

export type ApiErrorOptions = {
  status: number;
  type?: StripeErrorType;
  code?: string;
  param?: string;
  /** Sent as the Stripe-Should-Retry header, which the SDK obeys before its own rules. */
  shouldRetry?: boolean;
  /** True when the endpoint never began: Stripe keeps no idempotent answer for those. */
  isBeforeExecution?: boolean;
  /** True when what was done stays done although the answer is an error, as with a card that was declined. */
  keepsWork?: boolean;
  /** More members of the error object, for example decline_code. */
  details?: JsonObject;
};

/** An error answer in Stripe's shape. Its message is what real Stripe says wherever that is known. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly options: ApiErrorOptions;

  constructor(message: string, options: ApiErrorOptions) {
    super(message);
    this.options = options;
  }
}

/** The JSON body {error: {...}} for an error answer; `requestId` makes the log address real Stripe includes. */
export function errorBody(error: ApiError, requestId: string): Record<string, unknown> {
  const { code, param, type } = error.options;
  return {
    error: {
      ...(code ? { code, doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}` } : {}),
      message: error.message,
      ...(error.options.details ?? {}),
      ...(param ? { param } : {}),
      ...(error.options.status === 401
        ? {}
        : { request_log_url: `https://dashboard.stripe.com/test/logs/${requestId}` }),
      type: type ?? 'invalid_request_error',
    },
  };
}

/** 400 for a request that can be read but makes no sense. Counts as executed: an idempotent answer is kept. */
export function invalidRequest(message: string, param?: string, code?: string): ApiError {
  return new ApiError(message, { status: 400, param, code, shouldRetry: false });
}

/** 400 for parameters that fail validation before the endpoint runs. */
export function invalidParameter(message: string, param: string | undefined, code?: string): ApiError {
  return new ApiError(message, { status: 400, param, code, shouldRetry: false, isBeforeExecution: true });
}

/** 404 resource_missing, in Stripe's words: No such customer: 'cus_x'. */
export function resourceMissing(kind: string, id: string, param = 'id', status = 404): ApiError {
  return new ApiError(`No such ${kind}: '${id}'`, { status, param, code: 'resource_missing' });
}

/** 429 lock_timeout: another request holds the same object. The SDK is told to retry, as real Stripe tells it. */
export function lockTimeout(): ApiError {
  return new ApiError(
    'This object cannot be accessed right now because another API request or Stripe process is currently ' +
      'accessing it. If you see this error intermittently, retry the request. If you see this error frequently ' +
      'and are making multiple concurrent requests to a single object, make your requests serially or at a ' +
      'lower rate.',
    { status: 429, code: 'lock_timeout', shouldRetry: true, isBeforeExecution: true },
  );
}

/** 401 for a missing key (`undefined`) or one that is not accepted. Shows only the ends of the key. */
export function authenticationFailed(key: string | undefined): ApiError {
  const message =
    key === undefined
      ? "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/."
      : `Invalid API Key provided: ${maskKey(key)}`;
  return new ApiError(message, { status: 401, isBeforeExecution: true });
}

function maskKey(key: string): string {
  if (key.length < 12) return '*'.repeat(key.length);
  return `${key.slice(0, 8)}${'*'.repeat(Math.max(4, key.length - 12))}${key.slice(-4)}`;
}
