import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PEOPLE } from '../../e2e/identity-providers/people.ts';
import {
  type ResponseFacts,
  type SamlServer,
  startSamlServer,
} from '../../e2e/identity-providers/saml-server.ts';
import { selfSigned } from '../../e2e/identity-providers/self-signed.ts';
import { connect, type SsoSchool, toEnterprise } from '../../e2e/identity-providers/sso-school.ts';
import { formIn, newWalker, type Walker } from '../../e2e/identity-providers/walker.ts';
import { createTestSystem, type TestSchool, type TestSystem } from '../../e2e/support/index.ts';

const [MARIAM, ADAM] = PEOPLE;

describe('single sign-on with SAML', () => {
  let system: TestSystem;
  let alpha: TestSchool;
  let beta: TestSchool;
  let provider: SamlServer;
  let stranger: SamlServer;
  let school: SsoSchool;
  let walker: Walker;
  let metadata: string;

  beforeAll(async () => {
    system = await createTestSystem();
    alpha = await system.addSchool('alpha');
    beta = await system.addSchool('beta');
    await toEnterprise(system, [alpha, beta]);
    const ours = async () => (await system.at(alpha.host).get('/sso/directory/metadata')).text;
    provider = await startSamlServer(ours);
    stranger = await startSamlServer(ours);
    for (const tenant of [alpha, beta]) {
      school = connect(await tenant.signIn(tenant.admin));
      await school.saveSaml(provider, { code: 'directory' });
      expect((await school.switchOn('directory')).status).toBe(200);
    }
    school = connect(await alpha.signIn(alpha.admin));
    metadata = await ours();
  });

  beforeEach(() => {
    walker = newWalker(system.port);
  });

  afterAll(async () => {
    await provider?.close();
    await stranger?.close();
    await system?.close();
  });

  const address = (part: string, tenant = alpha) => `http://${tenant.host}/sso/directory/${part}`;
  const session = () => walker.cookie(alpha.host, 'daftar');

  /** Starts a sign-in and returns what an honest answer to it says. */
  async function requestOf(tenant = alpha): Promise<ResponseFacts> {
    const answer = await walker.ask(address('start?to=/admin/register', tenant));
    const relay = new URL(answer.next ?? '').searchParams.get('RelayState');
    return {
      inResponseTo: `_${relay}`,
      audience: address('metadata', tenant),
      recipient: address('acs', tenant),
      person: MARIAM as never,
    };
  }

  const post = (SAMLResponse: string, tenant = alpha) =>
    walker.go(address('acs', tenant), { SAMLResponse, RelayState: 'https://evil.example/' });
  const xmlOf = (response: string) => Buffer.from(response, 'base64').toString('utf8');
  const encoded = (xml: string) => Buffer.from(xml).toString('base64');

  it('should sign in from the page of the provider to the page that was wanted', async () => {
    const page = await walker.go(address('start?to=/admin/register'));
    const { action, fields } = formIn(page);
    const answer = await walker.ask(action, { ...fields, person: 'p-100' });
    const form = formIn(answer);
    expect(form.action).toBe(address('acs'));
    const end = await walker.go(form.action, form.fields);
    expect(end.url, end.text).toBe(`http://${alpha.host}/admin/register`);
    const { rows } = await system.admin.query(
      `select u.email, u.display_name, u.language, r.code from user_sessions s join users u on u.id = s.user_id
         join roles r on r.id = u.role_id where s.kind = 'sso' and s.tenant_id = $1`,
      [alpha.tenant.id],
    );
    expect(rows).toEqual([
      { email: 'mariam@alnoor.example', display_name: 'مريم الكواري', language: 'ar', code: 'teacher' },
    ]);
  });

  it('should describe itself: entity id, where to answer, and that assertions must be signed', () => {
    expect(metadata).toContain(`entityID="${address('metadata')}"`);
    expect(metadata).toContain(`Location="${address('acs')}"`);
    expect(metadata).toContain('WantAssertionsSigned="true"');
  });

  it('should let the honest answer in, so that the refusals below mean something', async () => {
    const end = await post(await provider.respond(metadata, await requestOf()));
    expect(end.url, end.text).toBe(`http://${alpha.host}/admin/register`);
  });

  it('R6: should never go where RelayState says', async () => {
    const end = await post(await provider.respond(metadata, await requestOf()));
    expect(end.url).not.toContain('evil');
  });

  it('should take the answer from another website, and nothing else from there', async () => {
    const response = await provider.respond(metadata, await requestOf());
    const headers = {
      origin: provider.entityId.replace('/metadata', ''),
      'sec-fetch-site': 'cross-site',
      'content-type': 'application/x-www-form-urlencoded',
    };
    const raw = Buffer.from(new URLSearchParams({ SAMLResponse: response }).toString());
    const taken = await system.at(alpha.host).send('POST', '/sso/directory/acs', { headers, raw });
    expect(taken.status).toBe(303);
    expect(taken.headers['set-cookie']).toBeUndefined();
    for (const path of ['/sso/directory/start', '/sso/directory/acs/x', '/api/sso/save'])
      expect((await system.at(alpha.host).send('POST', path, { headers, raw })).status).toBe(403);
  });

  it('should finish only in the browser that began', async () => {
    const response = await provider.respond(metadata, await requestOf());
    const victim = newWalker(system.port);
    const end = await victim.go(address('acs'), { SAMLResponse: response });
    expect(end.status).toBe(401);
    expect(victim.cookie(alpha.host, 'daftar')).toBeUndefined();
  });

  it('should take an assertion once', async () => {
    const response = await provider.respond(metadata, await requestOf());
    expect((await post(response)).url).toContain('/admin');
    walker.forget(alpha.host);
    await requestOf();
    const again = await post(response);
    expect(again.status).toBe(401);
    expect(session()).toBeUndefined();
  });

  it.each<[string, (facts: ResponseFacts) => Partial<ResponseFacts>]>([
    ['for another audience', () => ({ audience: 'https://other.example/metadata' })],
    ['for another recipient', () => ({ recipient: 'https://other.example/acs' })],
    ['that has expired', () => ({ notOnOrAfter: new Date(Date.now() - 120_000) })],
    ['that is old although it says it is not', () => ({ issuedAt: new Date(Date.now() - 3_600_000) })],
    ['that begins later', () => ({ issuedAt: new Date(Date.now() + 600_000) })],
    ['of another issuer', () => ({ issuer: 'https://other.example/metadata' })],
    ['that nobody asked for', () => ({ omitInResponseTo: true })],
    ['to a request that we never made', () => ({ inResponseTo: `_${'x'.repeat(43)}` })],
    ['without a name', () => ({ nameId: '' })],
  ])('should refuse a signed answer %s', async (_name, change) => {
    const facts = await requestOf();
    const end = await post(await provider.respond(metadata, { ...facts, ...change(facts) }));
    expect(end.status, end.url).toBe(401);
    expect(session()).toBeUndefined();
  });

  it('should refuse an answer that is signed by another key, or by nobody', async () => {
    const facts = { ...(await requestOf()), issuer: provider.entityId };
    expect((await post(await stranger.respond(metadata, facts))).status).toBe(401);
    const unsigned = xmlOf(await provider.respond(metadata, await requestOf())).replace(
      /<ds:Signature[\s\S]*?<\/ds:Signature>/g,
      '',
    );
    expect(unsigned).not.toContain('SignatureValue');
    expect((await post(encoded(unsigned))).status).toBe(401);
    expect(session()).toBeUndefined();
  });

  it('should refuse an answer whose name was changed after it was signed', async () => {
    const xml = xmlOf(await provider.respond(metadata, await requestOf()));
    expect(xml).toContain('>p-100<');
    expect((await post(encoded(xml.replace('>p-100<', '>p-101<')))).status).toBe(401);
  });

  it('should refuse wrapped signatures, wherever the signed assertion is moved', async () => {
    const wraps: ((xml: string, signed: string, forged: string) => string)[] = [
      // Beside the forged one, before and after it.
      (xml, signed, forged) => xml.replace(signed, forged + signed),
      (xml, signed, forged) => xml.replace(signed, signed + forged),
      // Inside the forged one, in a part that nobody reads.
      (xml, signed, forged) =>
        xml.replace(
          signed,
          forged.replace('</saml:Assertion>', `<saml:Advice>${signed}</saml:Advice></saml:Assertion>`),
        ),
      // In an extension of the response.
      (xml, signed, forged) =>
        xml
          .replace(signed, forged)
          .replace('<samlp:Status>', `<samlp:Extensions>${signed}</samlp:Extensions><samlp:Status>`),
      // The signature moved into the forged one, the signed one inside its object.
      (xml, signed, forged) => {
        const signature = /<ds:Signature[\s\S]*<\/ds:Signature>/.exec(signed)?.[0] ?? '';
        const bare = signed.replace(signature, '');
        const holder = signature.replace('</ds:Signature>', `<ds:Object>${bare}</ds:Object></ds:Signature>`);
        return xml.replace(signed, forged.replace('<saml:Subject>', `${holder}<saml:Subject>`));
      },
    ];
    for (const wrap of wraps)
      for (const sameId of [false, true]) {
        walker.forget(alpha.host);
        const xml = xmlOf(await provider.respond(metadata, await requestOf()));
        const signed = /<saml:Assertion[\s\S]*<\/saml:Assertion>/.exec(xml)?.[0] ?? '';
        expect(signed).toContain('SignatureValue');
        let forged = signed.replace(/<ds:Signature[\s\S]*<\/ds:Signature>/, '').replace('>p-100<', '>p-101<');
        if (!sameId) forged = forged.replace(/ID="_[^"]+"/, 'ID="_forged"');
        const end = await post(encoded(wrap(xml, signed, forged)));
        expect(end.status, `${wraps.indexOf(wrap)} ${end.url}`).toBe(401);
        expect(session()).toBeUndefined();
      }
    const { rows } = await system.admin.query('select 1 from sso_identities where subject = $1', [ADAM?.id]);
    expect(rows).toEqual([]);
  });

  it.each([
    ['a comment inside the name', (xml: string) => xml.replace('>p-100<', '>p-<!-- -->100<')],
    ['a name cut by a comment', (xml: string) => xml.replace('>p-100<', '>p-100<!-- -->.evil<')],
    [
      'a document type',
      (xml: string) =>
        `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>${xml.replace('>p-100<', '>&x;<')}`,
    ],
    ['a character section', (xml: string) => xml.replace('>p-100<', '><![CDATA[p-100]]><')],
    ['a processing instruction', (xml: string) => xml.replace('<saml:Subject>', '<?x y?><saml:Subject>')],
  ])('should refuse %s', async (_name, change) => {
    const xml = xmlOf(await provider.respond(metadata, await requestOf()));
    const end = await post(encoded(change(xml)));
    expect(end.status).toBe(401);
    expect(end.text).not.toContain('root:');
    expect(session()).toBeUndefined();
  });

  it.each(['', 'not base64 at all!', encoded('<not xml'), encoded('<a/>'), 'A'.repeat(420_000)])(
    'should refuse what is no response (%#)',
    async (response) => {
      expect((await post(response)).status).toBe(401);
    },
  );

  it('should not accept the answer to one school at another', async () => {
    const facts = await requestOf();
    const response = await provider.respond(metadata, facts);
    expect((await post(response, beta)).status).toBe(401);
    // Nor when it is addressed to the other one, which never asked.
    const moved = await provider.respond(metadata, {
      ...facts,
      audience: address('metadata', beta),
      recipient: address('acs', beta),
    });
    expect((await post(moved, beta)).status).toBe(401);
    const { rows } = await system.admin.query('select 1 from sso_identities where tenant_id = $1', [
      beta.tenant.id,
    ]);
    expect(rows).toEqual([]);
  });

  it('should accept the new key of a provider beside the old one', async () => {
    const next = selfSigned('Next key');
    await school.saveSaml(
      {
        ...provider,
        key: { ...next, certificatePem: `${provider.key.certificatePem}\n${next.certificatePem}` },
      },
      { code: 'directory' },
    );
    expect((await post(await provider.respond(metadata, await requestOf()))).url).toContain('/admin');
  });
});
