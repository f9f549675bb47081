import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import Provider from 'oidc-provider';
import { choicePage, PEOPLE } from './people.ts';

export type OidcServer = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** What each token request held, newest last. */
  tokenRequests: URLSearchParams[];
  close: () => Promise<void>;
};

/** A real OpenID provider (oidc-provider) for one client, which asks with a plain page who is there. */
export async function startOidcServer(redirectUris: string[]): Promise<OidcServer> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = { id: 'daftar', secret: randomBytes(16).toString('hex') };
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: redirectUris,
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    cookies: { keys: [randomBytes(16).toString('hex')] },
    pkce: { required: () => true },
    conformIdTokenClaims: false,
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'locale', 'groups'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/who/${uid}` },
    findAccount: (_ctx, id) => {
      const person = PEOPLE.find((candidate) => candidate.id === id);
      if (!person) return undefined;
      const { email, emailVerified, name, locale, groups } = person;
      return {
        accountId: id,
        claims: () => ({ sub: id, email, email_verified: emailVerified, name, locale, groups }),
      };
    },
    // Everybody consents: the school's directory asks nobody.
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client?.clientId ?? '',
        accountId: ctx.oidc.session?.accountId ?? '',
      });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
  const tokenRequests: URLSearchParams[] = [];
  provider.on('grant.success', ({ oidc }) => {
    tokenRequests.push(new URLSearchParams(oidc.body as Record<string, string>));
  });
  const handle = provider.callback();
  server.on('request', (req, res) => {
    if (!req.url?.startsWith('/who/')) return void handle(req, res);
    if (req.method === 'GET') {
      res.setHeader('content-type', 'text/html');
      return void res.end(choicePage(req.url, 'School directory (OpenID Connect)'));
    }
    void formOf(req).then((form) =>
      provider.interactionFinished(req, res, { login: { accountId: form.get('person') ?? '' } }),
    );
  });
  return {
    issuer,
    clientId: client.id,
    clientSecret: client.secret,
    tokenRequests,
    close: () => closeServer(server),
  };
}

/** The fields of a posted form. */
export async function formOf(req: IncomingMessage): Promise<URLSearchParams> {
  return new URLSearchParams(await text(req));
}

export async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
