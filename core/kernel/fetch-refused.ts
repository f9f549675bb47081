export type FetchRefusal =
  | 'address'
  | 'private'
  | 'unresolved'
  | 'too_large'
  | 'timeout'
  | 'redirects'
  | 'encoding';

/** An outbound call that was not made, or was broken off, by the rules of `guardedFetch`. Compare by `reason`. */
export class FetchRefused extends Error {
  readonly reason: FetchRefusal;

  constructor(reason: FetchRefusal, message: string) {
    super(message);
    this.name = 'FetchRefused';
    this.reason = reason;
  }
}
