import twilio from 'twilio';

type RequestOptions = Parameters<InstanceType<typeof twilio.RequestClient>['request']>[0];

/**
 * Sends the SDK's requests to another server that speaks the Twilio API. The SDK has no setting for it; its
 * `httpClient` is the supported place to stand in.
 */
export class RebasedRequestClient extends twilio.RequestClient {
  readonly #origin: string;

  constructor(baseUrl: string) {
    super();
    this.#origin = new URL(baseUrl).origin;
  }

  override request<Data>(options: RequestOptions & { data?: Data }) {
    const { pathname, search } = new URL(options.uri);
    return super.request<Data>({ ...options, uri: `${this.#origin}${pathname}${search}` });
  }
}
