import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Constants, IdentityProvider, ServiceProvider, setSchemaValidator } from 'samlify';
import { closeServer, formOf } from './oidc-server.ts';
import { asAttribute, choicePage, PEOPLE, type Person } from './people.ts';
import { type SigningKey, selfSigned } from './self-signed.ts';

export type ResponseFacts = {
  inResponseTo: string;
  audience: string;
  recipient: string;
  person: Person;
  /** Changes to what an honest response says. */
  issuer?: string;
  nameId?: string;
  issuedAt?: Date;
  notOnOrAfter?: Date;
  omitInResponseTo?: boolean;
};

export type SamlServer = {
  entityId: string;
  entryPoint: string;
  metadata: string;
  key: SigningKey;
  /** A signed response as base64, honest unless the facts say otherwise. */
  respond: (spMetadata: string, facts: ResponseFacts) => Promise<string>;
  close: () => Promise<void>;
};

// The library asks for a schema checker; the tests look at meaning, not at schemas.
setSchemaValidator({ validate: async () => 'not checked' });

/** A real SAML identity provider (samlify) that fetches our metadata and asks with a plain page who is there. */
export async function startSamlServer(
  spMetadata: () => Promise<string>,
  key: SigningKey = selfSigned('Test directory'),
): Promise<SamlServer> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [entityId, entryPoint] = [`${base}/metadata`, `${base}/sso`];
  const idp = IdentityProvider({
    entityID: entityId,
    privateKey: key.privatePem,
    signingCert: key.certificatePem,
    isAssertionEncrypted: false,
    wantAuthnRequestsSigned: false,
    requestSignatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    singleSignOnService: [{ Binding: Constants.namespace.binding.redirect, Location: entryPoint }],
    loginResponseTemplate: { context: '<Response/>', attributes: [] },
  });
  const respond: SamlServer['respond'] = async (metadata, facts) => {
    const sp = ServiceProvider({ metadata });
    const answer = await idp.createLoginResponse(
      sp,
      { extract: { request: { id: facts.inResponseTo } } },
      'post',
      {},
      {
        customTagReplacement: () => ({ id: newId(), context: responseXml(facts.issuer ?? entityId, facts) }),
      },
    );
    return (answer as { context: string }).context;
  };
  server.on('request', (req, res) => {
    res.setHeader('content-type', 'text/html');
    const url = new URL(req.url ?? '/', base);
    if (url.pathname === '/metadata') return void res.end(idp.getMetadata());
    if (req.method === 'GET') {
      const hidden = {
        SAMLRequest: url.searchParams.get('SAMLRequest') ?? '',
        RelayState: url.searchParams.get('RelayState') ?? '',
      };
      return void res.end(choicePage('/sso', 'School directory (SAML)', hidden));
    }
    void formOf(req)
      .then(async (form) => {
        const metadata = await spMetadata();
        const sp = ServiceProvider({ metadata });
        const { extract } = await idp.parseLoginRequest(sp, 'redirect', {
          query: { SAMLRequest: form.get('SAMLRequest') ?? '' },
        });
        const person = PEOPLE.find(({ id }) => id === form.get('person'));
        if (!person) return res.writeHead(400).end();
        const acs = String(sp.entityMeta.getAssertionConsumerService('post'));
        const response = await respond(metadata, {
          inResponseTo: String(extract.request?.id),
          audience: sp.entityMeta.getEntityID(),
          recipient: acs,
          person,
        });
        res.end(`<!doctype html><body onload="document.forms[0].submit()"><form method="post" action="${asAttribute(acs)}">
<input type="hidden" name="SAMLResponse" value="${response}">
<input type="hidden" name="RelayState" value="${asAttribute(form.get('RelayState') ?? '')}"><noscript><button>Continue</button></noscript></form>`);
      })
      .catch((error: Error) => res.writeHead(500).end(error.message));
  });
  return {
    entityId,
    entryPoint,
    metadata: idp.getMetadata(),
    key,
    respond,
    close: () => closeServer(server),
  };
}

const newId = () => `_${randomBytes(16).toString('hex')}`;

function responseXml(issuer: string, facts: ResponseFacts): string {
  const issued = (facts.issuedAt ?? new Date()).toISOString();
  const end = (facts.notOnOrAfter ?? new Date(Date.now() + 300_000)).toISOString();
  const answers = facts.omitInResponseTo ? '' : ` InResponseTo="${facts.inResponseTo}"`;
  const attribute = (name: string, values: string[]) =>
    `<saml:Attribute Name="${name}">${values.map((value) => `<saml:AttributeValue>${asAttribute(value)}</saml:AttributeValue>`).join('')}</saml:Attribute>`;
  const { person } = facts;
  return `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${newId()}" Version="2.0" IssueInstant="${issued}" Destination="${facts.recipient}"${answers}><saml:Issuer>${issuer}</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status><saml:Assertion ID="${newId()}" Version="2.0" IssueInstant="${issued}"><saml:Issuer>${issuer}</saml:Issuer><saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">${facts.nameId ?? person.id}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="${end}" Recipient="${facts.recipient}"${answers}/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="${issued}" NotOnOrAfter="${end}"><saml:AudienceRestriction><saml:Audience>${facts.audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="${issued}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement>${attribute('email', [person.email])}${attribute('name', [person.name])}${attribute('locale', [person.locale])}${attribute('groups', person.groups)}</saml:AttributeStatement></saml:Assertion></samlp:Response>`;
}
