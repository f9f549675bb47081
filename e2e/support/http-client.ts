import { Agent, request } from 'node:http';
import { Secret, TOTP } from 'otpauth';

export type HttpAnswer = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  /** Everything that came over the wire after the status line, headers included. */
  bytes: string;
  text: string;
  /** The body as it came, for what is no text. */
  content: Buffer;
  json: <T = Record<string, unknown>>() => T;
};

export type SendOptions = { body?: unknown; headers?: Record<string, string>; raw?: Uint8Array };

/** Sends requests to one host name of a server on the loopback address, signed in when there is a token. */
export type HttpClient = {
  host: string;
  token: string | undefined;
  send: (method: string, path: string, options?: SendOptions) => Promise<HttpAnswer>;
  get: (path: string) => Promise<HttpAnswer>;
  post: (path: string, body: unknown) => Promise<HttpAnswer>;
  /** The same session at another host. */
  at: (host: string) => HttpClient;
  /** Signs in; with the secret of a second factor where the account has one. */
  signIn: (email: string, password: string, totpSecret?: string) => Promise<HttpClient>;
};

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** fetch may not choose the Host header and cannot resolve made-up names; node:http can do both. */
export function httpClient(port: number, host: string, token?: string): HttpClient {
  const send: HttpClient['send'] = (method, path, options = {}) =>
    exchange({ port, host, method, path, token, options });
  return {
    host,
    token,
    send,
    get: (path) => send('GET', path),
    post: (path, body) => send('POST', path, { body }),
    at: (other) => httpClient(port, other, token),
    signIn: async (email, password, totpSecret) => {
      let answer = await httpClient(port, host).post('/api/users/login', { email, password });
      // A code works once: a second sign-in within half a minute takes the next one, which is accepted early.
      for (const ahead of totpSecret === undefined ? [] : [-30, 0, 30]) {
        if (answer.status === 200 && answer.json<{ step?: string }>().step === 'done') break;
        const totp = new TOTP({ secret: Secret.fromBase32(totpSecret ?? '') });
        const code = totp.generate({ timestamp: Date.now() + ahead * 1000 });
        answer = await httpClient(port, host).post('/api/users/login', { email, password, code });
      }
      const { token } = answer.status === 200 ? answer.json<{ token?: string }>() : {};
      if (token === undefined)
        throw new Error(`Sign-in of ${email} at ${host}: ${answer.status} ${answer.text}`);
      return httpClient(port, host, token);
    },
  };
}

type Exchange = {
  port: number;
  host: string;
  method: string;
  path: string;
  token: string | undefined;
  options: SendOptions;
};

function exchange(question: Exchange): Promise<HttpAnswer> {
  const { port, host, method, path, token, options } = question;
  const body = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        port,
        host: '127.0.0.1',
        method,
        path,
        agent,
        headers: {
          host,
          ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
          ...(token === undefined ? {} : { authorization: `JWT ${token}` }),
          ...options.headers,
        },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          const content = Buffer.concat(chunks);
          const text = content.toString('utf8');
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            bytes: `${answer.rawHeaders.join('\n')}\n\n${text}`,
            text,
            content,
            json: <T>() => JSON.parse(text) as T,
          });
        });
      },
    );
    // The server closed an idle connection in the moment it was taken again: asked anew, as browsers do.
    sent.on('error', (error: NodeJS.ErrnoException) =>
      method === 'GET' && sent.reusedSocket && error.code === 'ECONNRESET'
        ? resolve(exchange(question))
        : reject(error),
    );
    sent.setTimeout(30_000, () => sent.destroy(new Error(`${method} ${path} was not answered in 30 s`)));
    sent.end(body);
  });
}
