import { generateServiceProviderMetadata, SAML, ValidateInResponseTo } from '@node-saml/node-saml';
import { AppError } from '../../../kernel/index.ts';
import type { Queryable } from '../../../tenancy/index.ts';
import { splitCertificates } from './certificates.ts';
import { type AssertedPerson, personOf, type SeenClaims, seenClaims } from './claims.ts';
import type { SsoConnection } from './connections.ts';
import { beginFlow, isFirstUse, resumeFlow, type SsoFlow } from './flow.ts';
import { checkAssertion } from './saml-assertion.ts';
import { connectionAddresses } from './school-address.ts';

const CLOCK_MS = 60_000;
/** The most an assertion may be old, whatever it says itself. */
const MOST_MINUTES = 10;
const PERSISTENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';

/** The document that a provider imports: our entity id, where to answer, and that assertions must be signed. */
export async function samlMetadata(database: Queryable, connection: SsoConnection): Promise<string> {
  const { entityId, acs } = await connectionAddresses(database, connection.code);
  return generateServiceProviderMetadata({
    issuer: entityId,
    callbackUrl: acs,
    identifierFormat: PERSISTENT,
    wantAssertionsSigned: true,
    // A name for the document that stays the same as long as the document does.
    generateUniqueId: () => `_${connection.id}`,
  });
}

/** The address at the provider that the browser is sent to, with an AuthnRequest whose id is our one-time state. */
export async function startSaml(
  database: Queryable,
  connection: SsoConnection,
  flow: SsoFlow,
): Promise<string> {
  const state = await beginFlow(database, flow);
  const saml = await serviceProvider(database, connection, `_${state}`);
  return saml.getAuthorizeUrlAsync(state, undefined, {});
}

/**
 * Verifies a response posted by a browser: signed assertion of the school's provider, meant for us, now, in answer to a
 * sign-in that this connection began, and never seen before. RelayState is not looked at. Which browser it was is asked
 * one step later. Throws sso.failed or sso.expired.
 */
export async function readSamlResponse(
  database: Queryable,
  connection: SsoConnection,
  response: unknown,
): Promise<{ flow: SsoFlow; person: AssertedPerson; claims: SeenClaims }> {
  const encoded = plainResponse(response);
  const { entityId, acs } = await connectionAddresses(database, connection.code);
  const saml = await serviceProvider(database, connection, '_unused');
  let profile: Awaited<ReturnType<SAML['validatePostResponseAsync']>>['profile'];
  try {
    ({ profile } = await saml.validatePostResponseAsync({ SAMLResponse: encoded }));
  } catch (error) {
    throw new AppError('sso.failed', { reason: plainReason(error) }, { cause: error });
  }
  const assertion = checkAssertion(profile?.getAssertion?.(), {
    issuer: connection.issuer,
    audience: entityId,
    recipient: acs,
    now: Date.now(),
    clockMs: CLOCK_MS,
  });
  const { secrets: _none, ...flow } = await resumeFlow(database, {
    purpose: 'sso_state',
    token: assertion.inResponseTo.replace(/^_/, ''),
    connectionId: connection.id,
    browser: 'later',
  });
  if (!(await isFirstUse(database, connection.id, assertion.id, 2 * MOST_MINUTES)))
    throw new AppError('sso.expired');
  const claims = { ...assertion.attributes, nameId: assertion.nameId };
  return { flow, person: personOf(connection, assertion.nameId, claims), claims: seenClaims(claims) };
}

async function serviceProvider(
  database: Queryable,
  connection: SsoConnection,
  requestId: string,
): Promise<SAML> {
  const { entityId, acs } = await connectionAddresses(database, connection.code);
  return new SAML({
    entryPoint: connection.entryPoint,
    issuer: entityId,
    audience: entityId,
    callbackUrl: acs,
    idpIssuer: connection.issuer,
    idpCert: splitCertificates(connection.certificate),
    identifierFormat: PERSISTENT,
    signatureAlgorithm: 'sha256',
    wantAssertionsSigned: true,
    wantAuthnResponseSigned: false,
    // Many providers know only their own way of signing people in; which one is theirs to say.
    disableRequestedAuthnContext: true,
    acceptedClockSkewMs: CLOCK_MS,
    maxAssertionAgeMs: MOST_MINUTES * 60_000,
    // The library keeps request ids in memory; ours are in the database, where every process finds them, and are checked below.
    validateInResponseTo: ValidateInResponseTo.never,
    generateUniqueId: () => requestId,
  });
}

// A document type could name entities, and processing instructions are none of SAML's: refused before any parser sees them.
function plainResponse(response: unknown): string {
  if (typeof response !== 'string' || response.length > 400_000)
    throw new AppError('sso.failed', { reason: 'no response' });
  const xml = Buffer.from(response, 'base64').toString('utf8');
  if (/<!DOCTYPE|<!ENTITY|<!\[CDATA\[/i.test(xml) || /<\?(?!xml\s)/i.test(xml))
    throw new AppError('sso.failed', { reason: 'the response holds what SAML does not use' });
  // A comment inside a name ends it for some parsers and not for others (CVE-2018-0489).
  if (xml.includes('<!--')) throw new AppError('sso.failed', { reason: 'the response holds comments' });
  // SHA-1 can be made to collide; every provider of today signs with SHA-256.
  if (/Algorithm\s*=\s*["'][^"']*#(?:rsa-|hmac-)?sha1["']/i.test(xml))
    throw new AppError('sso.failed', { reason: 'the signature uses SHA-1' });
  return response;
}

// The library names the rule that failed; some of its messages quote the document.
function plainReason(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  return (
    message
      .split(/[:.]/)[0]
      ?.replace(/[^\w ]/g, '')
      .slice(0, 80) || 'not valid'
  );
}
