import twilio from 'twilio';

type Request = Parameters<InstanceType<typeof twilio.RequestClient>['request']>[0];

/**
 * The SDK's own HTTP client with another origin: https://api.twilio.com/... becomes <baseUrl>/.... Path, query, form
 * and sign-in stay the SDK's. Give it to the unmodified SDK as `httpClient`. Next-page addresses, which the SDK
 * builds on api.twilio.com, pass through here too.
 */
export class RebasedRequestClient extends twilio.RequestClient {
  readonly #origin: string;

  constructor(baseUrl: string, ...rest: ConstructorParameters<typeof twilio.RequestClient>) {
    super(...rest);
    this.#origin = new URL(baseUrl).origin;
  }

  override request<Data>(options: Request & { data?: Data }) {
    const { pathname, search } = new URL(options.uri);
    return super.request<Data>({ ...options, uri: `${this.#origin}${pathname}${search}` });
  }
}

export type TwilioSettings = { accountSid: string; authToken: string; baseUrl?: string };

/** A Twilio client; with a base URL (TWILIO_API_BASE_URL) it talks to that origin, without one to Twilio itself. */
export function connectTwilio({ accountSid, authToken, baseUrl }: TwilioSettings) {
  return twilio(accountSid, authToken, baseUrl ? { httpClient: new RebasedRequestClient(baseUrl) } : {});
}
