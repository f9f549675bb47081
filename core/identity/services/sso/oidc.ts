import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  calculatePKCECodeChallenge,
  clockTolerance,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  type ServerMetadata,
} from 'openid-client';
import { AppError, isAppError, seal, unseal } from '../../../kernel/index.ts';
import type { Queryable } from '../../../tenancy/index.ts';
import { type AssertedPerson, personOf, type SeenClaims, seenClaims } from './claims.ts';
import { clientSecretOf, SSO_SEAL, type SsoConnection } from './connections.ts';
import { beginFlow, resumeFlow, type SsoFlow } from './flow.ts';
import { mayCallPrivate, providerFetch } from './provider-fetch.ts';
import { connectionAddresses } from './school-address.ts';

const DISCOVERY_MS = 10 * 60_000;
const CLOCK_SECONDS = 60;
/** Signatures with a public key alone: with HS256 whoever knows the client secret could write an ID token. */
const ALGORITHMS = /^(RS|PS|ES)(256|384|512)$|^EdDSA$|^Ed25519$/;

const known = new Map<string, { metadata: ServerMetadata; until: number }>();

/**
 * The address at the provider that the browser is sent to: authorization code with PKCE (S256), state and nonce. Verifier
 * and nonce stay on our side.
 */
export async function startOidc(
  database: Queryable,
  connection: SsoConnection,
  flow: SsoFlow,
): Promise<string> {
  const config = await configure(database, connection);
  const verifier = randomPKCECodeVerifier();
  const nonce = randomNonce();
  const { callback } = await connectionAddresses(database, connection.code);
  const secrets = seal(process.env.DAFTAR_SECRET ?? '', SSO_SEAL, JSON.stringify({ verifier, nonce }));
  const state = await beginFlow(database, flow, { secrets });
  return buildAuthorizationUrl(config, {
    redirect_uri: callback,
    scope: 'openid email profile',
    response_type: 'code',
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  }).href;
}

/**
 * Takes the answer of the provider: checks state and browser, changes the code for an ID token with the verifier, and
 * verifies its signature against the provider's keys, issuer, audience, nonce and times. Throws sso.expired or sso.failed.
 */
export async function finishOidc(
  database: Queryable,
  connection: SsoConnection,
  answer: { query: URLSearchParams; browser: string | undefined },
): Promise<{ flow: SsoFlow; person: AssertedPerson; claims: SeenClaims }> {
  const state = answer.query.get('state');
  const { secrets, ...flow } = await resumeFlow(database, {
    purpose: 'sso_state',
    token: state,
    connectionId: connection.id,
    browser: answer.browser,
  });
  const opened = JSON.parse(
    unseal(process.env.DAFTAR_SECRET ?? '', SSO_SEAL, String(secrets.secrets)),
  ) as Record<'verifier' | 'nonce', string>;
  const { callback } = await connectionAddresses(database, connection.code);
  const current = new URL(callback);
  current.search = answer.query.toString();
  try {
    const config = await configure(database, connection);
    const tokens = await authorizationCodeGrant(config, current, {
      pkceCodeVerifier: opened.verifier,
      expectedNonce: opened.nonce,
      expectedState: state ?? '',
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims?.sub) throw new AppError('sso.failed', { reason: 'no subject' });
    return { flow, person: personOf(connection, claims.sub, claims), claims: seenClaims(claims) };
  } catch (error) {
    throw isAppError(error)
      ? error
      : new AppError('sso.failed', { reason: reasonOf(error) }, { cause: error });
  }
}

async function configure(database: Queryable, connection: SsoConnection): Promise<Configuration> {
  const metadata = await metadataOf(connection);
  const secret = await clientSecretOf(database, connection.id);
  const methods = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  const authenticate =
    secret === undefined
      ? None()
      : methods.includes('client_secret_basic')
        ? ClientSecretBasic(secret)
        : ClientSecretPost(secret);
  const config = new Configuration(
    metadata,
    connection.clientId,
    { ...(secret === undefined ? {} : { client_secret: secret }), [clockTolerance]: CLOCK_SECONDS },
    authenticate,
  );
  config[customFetch] = providerFetch();
  config.timeout = 15;
  if (mayCallPrivate()) allowInsecureRequests(config);
  // Over TLS the library would take the token endpoint's word; we check the signature too.
  enableNonRepudiationChecks(config);
  return config;
}

// What the provider says about itself is kept for ten minutes; the keys are fetched anew by every configuration.
async function metadataOf(connection: SsoConnection): Promise<ServerMetadata> {
  const entry = known.get(connection.issuer);
  if (entry && entry.until > Date.now()) return entry.metadata;
  let found: ServerMetadata;
  try {
    const config = await discovery(new URL(connection.issuer), connection.clientId, undefined, None(), {
      [customFetch]: providerFetch(),
      timeout: 15,
      ...(mayCallPrivate() ? { execute: [allowInsecureRequests] } : {}),
    });
    found = { ...config.serverMetadata() };
  } catch (error) {
    throw new AppError('sso.unavailable', {}, { cause: error });
  }
  // The library lets the shared issuers of Entra ID pass, which speak for every company there is.
  if (found.issuer !== connection.issuer)
    throw new AppError('sso.failed', { reason: `the issuer calls itself ${found.issuer}` });
  const algorithms = found.id_token_signing_alg_values_supported ?? ['RS256'];
  const metadata = {
    ...found,
    id_token_signing_alg_values_supported: algorithms.filter((name) => ALGORITHMS.test(name)),
  };
  if (known.size > 1000) known.clear();
  known.set(connection.issuer, { metadata, until: Date.now() + DISCOVERY_MS });
  return metadata;
}

// The code of the library is plain and says enough; its message may quote what the provider sent.
function reasonOf(error: unknown): string {
  const {
    error: oauth,
    code,
    message,
  } = (error ?? {}) as { error?: string; code?: string; message?: string };
  return String(oauth ?? code ?? message ?? 'unknown').slice(0, 120);
}
