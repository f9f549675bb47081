import type { Fault } from '../../emulator-kit/index.ts';
import { ApiError, lockTimeout } from './api-error.ts';

/** The error that a fault of kind "status" answers with, in the shape Stripe gives that status. */
export function faultError(fault: Fault): ApiError {
  const before = { isBeforeExecution: true } as const;
  switch (fault.status) {
    case 400:
      return new ApiError('Fault on demand: this request was refused.', {
        status: 400,
        shouldRetry: false,
        ...before,
      });
    case 409:
      return new ApiError(lockTimeout().message, { status: 409, code: 'lock_timeout', ...before });
    case 429:
      return new ApiError(
        'Request rate limit exceeded. You can learn more about rate limits here https://stripe.com/docs/rate-limits.',
        { status: 429, code: 'rate_limit', ...before },
      );
    default:
      return new ApiError('Fault on demand: an unknown error occurred.', {
        status: 500,
        type: 'api_error',
        ...before,
      });
  }
}
