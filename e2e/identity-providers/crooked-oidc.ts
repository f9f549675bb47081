import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closeServer } from './oidc-server.ts';

export type TokenParts = { header: Record<string, unknown>; claims: Record<string, unknown> };

export type CrookedOidc = {
  issuer: string;
  /** Changes the next ID tokens before they are signed. */
  spoil: (change: (token: TokenParts) => void) => void;
  /** Signs as somebody else would: with a stranger's key, the public key as HMAC secret, or not at all. */
  signAs: (how: 'honest' | 'stranger' | 'hmac' | 'none' | 'cut') => void;
  /** What discovery says as issuer. */
  claimIssuer: (issuer: string) => void;
  close: () => Promise<void>;
};

/** An OpenID provider that lies as it is told: every check of ours must notice. Its authorize step answers at once. */
export async function startCrookedOidc(clientId: string): Promise<CrookedOidc> {
  const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
  let change: (token: TokenParts) => void = () => undefined;
  let how: Parameters<CrookedOidc['signAs']>[0] = 'honest';
  const nonces = new Map<string, string>();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let said = issuer;

  const idToken = (nonce: string | undefined): string => {
    const now = Math.floor(Date.now() / 1000);
    const token: TokenParts = {
      header: { alg: how === 'none' ? 'none' : how === 'hmac' ? 'HS256' : 'RS256', kid: 'k1', typ: 'JWT' },
      claims: {
        iss: issuer,
        aud: clientId,
        sub: 'crooked-1',
        iat: now,
        exp: now + 300,
        nonce,
        email: 'mariam@alnoor.example',
        email_verified: true,
        groups: ['teachers'],
      },
    };
    change(token);
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const input = `${part(token.header)}.${part(token.claims)}`;
    if (how === 'none') return `${input}.`;
    if (how === 'hmac') {
      const pem = own.publicKey.export({ type: 'spki', format: 'pem' });
      return `${input}.${createHmac('sha256', pem).update(input).digest('base64url')}`;
    }
    const key = how === 'stranger' ? stranger.privateKey : own.privateKey;
    const signature = createSign('sha256').update(input).sign(key).toString('base64url');
    return `${input}.${how === 'cut' ? signature.slice(0, -8) : signature}`;
  };

  server.on('request', (req, res) => {
    const url = new URL(req.url ?? '/', issuer);
    const json = (body: unknown) =>
      res.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    if (url.pathname === '/.well-known/openid-configuration')
      return void json({
        issuer: said,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        // It offers everything; what is taken is ours to say.
        id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
      });
    if (url.pathname === '/keys')
      return void json({
        keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg: 'RS256' }],
      });
    if (url.pathname === '/authorize') {
      const code = `code-${nonces.size}`;
      nonces.set(code, url.searchParams.get('nonce') ?? '');
      const back = new URL(url.searchParams.get('redirect_uri') ?? issuer);
      back.searchParams.set('code', code);
      back.searchParams.set('state', url.searchParams.get('state') ?? '');
      return void res.writeHead(302, { location: back.href }).end();
    }
    let body = '';
    req.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    req.on('end', () => {
      const nonce = nonces.get(new URLSearchParams(body).get('code') ?? '');
      json({ access_token: 'a', token_type: 'Bearer', expires_in: 60, id_token: idToken(nonce) });
    });
  });
  return {
    issuer,
    spoil: (next) => {
      change = next;
    },
    signAs: (next) => {
      how = next;
    },
    claimIssuer: (next) => {
      said = next;
    },
    close: () => closeServer(server),
  };
}
