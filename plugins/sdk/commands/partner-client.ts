import { lookup } from 'node:dns';
import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import { CommandError, EXIT } from './command-error.ts';

export type PartnerClient = {
  post(path: string, body: object): Promise<unknown>;
  get(path: string): Promise<unknown>;
};

/**
 * A client of the partner host of a platform. The session comes from DAFTAR_TOKEN, or from signing in with
 * DAFTAR_EMAIL, DAFTAR_PASSWORD and DAFTAR_CODE; what is missing is asked for. Nothing is kept on disk.
 */
export async function connectPartner(to: string): Promise<PartnerClient> {
  const base = readAddress(to);
  const token = process.env.DAFTAR_TOKEN ?? (await signIn(base));
  const authorization = { Authorization: `Bearer ${token}` };
  return {
    post: (path, body) => ask(base, 'POST', path, { headers: authorization, body }),
    get: (path) => ask(base, 'GET', path, { headers: authorization }),
  };
}

function readAddress(to: string): URL {
  const base = URL.canParse(to) ? new URL(to) : undefined;
  const isLocal = base !== undefined && /(^|\.)localhost$|^127\.0\.0\.1$/.test(base.hostname);
  if (base?.protocol === 'https:' || (base?.protocol === 'http:' && isLocal)) return base;
  throw new CommandError(
    `"${to}" is no address of a platform. Give https://partners.<domain>, or http://partners.localhost:<port>.`,
    EXIT.usage,
  );
}

async function signIn(base: URL): Promise<string> {
  const email = process.env.DAFTAR_EMAIL ?? (await prompt('E-mail: '));
  const password = process.env.DAFTAR_PASSWORD ?? (await prompt('Password: ', true));
  const code = process.env.DAFTAR_CODE ?? (await prompt('Code of the authenticator: '));
  const answer = (await ask(base, 'POST', '/api/users/login', { body: { email, password, code } })) as {
    step?: string;
    token?: string;
  };
  if (answer.token === undefined)
    throw new CommandError(
      'The sign-in needs another step. Sign in once in the browser, then try again.',
      EXIT.platform,
    );
  return answer.token;
}

async function prompt(question: string, isHidden = false): Promise<string> {
  if (!process.stdin.isTTY)
    throw new CommandError(
      'Set DAFTAR_TOKEN, or DAFTAR_EMAIL, DAFTAR_PASSWORD and DAFTAR_CODE: there is no terminal to ask at.',
      EXIT.usage,
    );
  const lines = createInterface({
    input: process.stdin,
    output: isHidden ? undefined : process.stdout,
    terminal: true,
  });
  if (isHidden) process.stdout.write(question);
  try {
    return await lines.question(isHidden ? '' : question);
  } finally {
    lines.close();
    if (isHidden) process.stdout.write('\n');
  }
}

async function ask(
  base: URL,
  method: 'GET' | 'POST',
  path: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: object },
): Promise<unknown> {
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const { status, content } = await send(
    new URL(path, base),
    method,
    { Accept: 'application/json', 'Accept-Language': 'en', ...headers },
    payload,
  );
  let answer: unknown;
  try {
    answer = JSON.parse(content);
  } catch {
    throw new CommandError(
      `${base.host} answered ${status} without JSON. Is it the partner host?`,
      EXIT.platform,
    );
  }
  if (status < 400) return answer;
  throw new CommandError(`The platform refused (${status}): ${messageOf(answer)}`, EXIT.platform);
}

function messageOf(answer: unknown): string {
  const { errors, message } = answer as { errors?: { message?: string; code?: string }[]; message?: string };
  return errors?.[0]?.message ?? message ?? JSON.stringify(answer).slice(0, 300);
}

function send(
  url: URL,
  method: string,
  headers: Record<string, string>,
  body: string | undefined,
): Promise<{ status: number; content: string }> {
  const request = url.protocol === 'https:' ? secureRequest : plainRequest;
  const length =
    body === undefined
      ? {}
      : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      {
        method,
        headers: { ...headers, ...length },
        // Names below localhost are this machine (RFC 6761), which not every resolver knows.
        lookup: (host, options, done) =>
          lookup(host.endsWith('.localhost') ? 'localhost' : host, options, done),
      },
      (response) => {
        text(response).then((content) => resolve({ status: response.statusCode ?? 0, content }), reject);
      },
    );
    outgoing.on('error', (error) =>
      reject(new CommandError(`${url.host} was not reached: ${error.message}`, EXIT.platform)),
    );
    outgoing.end(body);
  });
}
