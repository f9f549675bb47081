import { expect } from 'vitest';
import type { HttpAnswer, HttpClient, TestSchool, TestSystem } from '../support/index.ts';
import type { OidcServer } from './oidc-server.ts';
import type { SamlServer } from './saml-server.ts';

type Fields = Record<string, unknown>;

/** Sets up single sign-on of a school as its page does. */
export type SsoSchool = {
  trySave: (fields: Fields) => Promise<HttpAnswer>;
  save: (fields: Fields) => Promise<void>;
  saveOidc: (provider: OidcServer, fields: Fields) => Promise<void>;
  saveSaml: (provider: SamlServer, fields: Fields) => Promise<void>;
  switchOn: (code: string, enforced?: boolean) => Promise<HttpAnswer>;
};

const EMPTY = {
  name: 'School directory',
  protocol: 'oidc',
  issuer: '',
  clientId: '',
  clientSecret: '',
  entryPoint: '',
  certificate: '',
  emailClaim: '',
  nameClaim: '',
  languageClaim: '',
  roleClaim: '',
  roleMapping: [
    { value: 'it-admins', role: 'admin' },
    { value: 'teachers', role: 'teacher' },
  ],
  defaultRole: '',
  createsUsers: true,
  trustedDomains: 'alnoor.example',
};

export function connect(client: HttpClient): SsoSchool {
  const trySave: SsoSchool['trySave'] = (fields) => client.post('/api/sso/save', { ...EMPTY, ...fields });
  const save: SsoSchool['save'] = async (fields) => {
    const answer = await trySave(fields);
    expect(answer.status, answer.text).toBe(200);
  };
  return {
    trySave,
    save,
    saveOidc: ({ issuer, clientId, clientSecret }, fields) =>
      save({ issuer, clientId, clientSecret, ...fields }),
    saveSaml: ({ entityId, entryPoint, key }, fields) =>
      save({ protocol: 'saml', issuer: entityId, entryPoint, certificate: key.certificatePem, ...fields }),
    switchOn: (code, enforced = false) => client.post('/api/sso/switch', { code, enabled: true, enforced }),
  };
}

/** Puts schools on the plan that has single sign-on. */
export async function toEnterprise(system: TestSystem, schools: TestSchool[]): Promise<void> {
  await system.admin.query(
    "update tenants set plan_id = (select id from plans where code = 'enterprise') where id = any($1::uuid[])",
    [schools.map(({ tenant }) => tenant.id)],
  );
}
