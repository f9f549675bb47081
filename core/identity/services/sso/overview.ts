import { AppError } from '../../../kernel/index.ts';
import { planAllows, type Queryable } from '../../../tenancy/index.ts';
import { makeToken, spendToken } from '../accounts/one-time-tokens.ts';
import { type CertificateFacts, certificateFacts } from './certificates.ts';
import type { TestResult } from './conclude.ts';
import { findConnection, listConnections, type SsoConnection } from './connections.ts';
import { connectionAddresses, schoolAddress } from './school-address.ts';
import { hasEmergencyAccount } from './switch-connection.ts';

/** A connection as the page shows it: everything but the secret. */
export type ConnectionView = Omit<SsoConnection, 'testedAt' | 'defaultRoleId' | 'trustedDomains'> & {
  defaultRole: string;
  trustedDomains: string;
  testedAt: string | null;
  hasSecret: boolean;
  certificates: CertificateFacts[];
  addresses: { entityId: string; acs: string; callback: string; start: string };
  /** Accounts that have signed in through it. */
  people: number;
};

export type SsoOverview = {
  inPlan: boolean;
  address: string;
  emergencyAccount: boolean;
  roles: { code: string; name: string; nameAr: string | null }[];
  connections: ConnectionView[];
};

/** Everything the page "Single sign-on" shows. */
export async function ssoOverview(database: Queryable): Promise<SsoOverview> {
  const { rows: roles } = await database.query(
    'select id, code, name, name_ar as "nameAr" from roles order by name limit 200',
  );
  const { rows: marks } = await database.query(
    `select c.id, exists (select from sso_secrets s where s.connection_id = c.id) as has_secret,
            (select count(*)::int from sso_identities i where i.connection_id = c.id) as people
       from sso_connections c`,
  );
  const connections = await Promise.all(
    (await listConnections(database)).map(async (connection): Promise<ConnectionView> => {
      const { defaultRoleId, trustedDomains, testedAt, ...plain } = connection;
      const mark = marks.find(({ id }) => id === connection.id);
      return {
        ...plain,
        defaultRole: String(roles.find(({ id }) => id === defaultRoleId)?.code ?? ''),
        trustedDomains: trustedDomains.join(', '),
        testedAt: testedAt?.toISOString() ?? null,
        hasSecret: mark?.has_secret === true,
        certificates: connection.certificate === '' ? [] : certificateFacts(connection.certificate),
        addresses: await connectionAddresses(database, connection.code),
        people: Number(mark?.people ?? 0),
      };
    }),
  );
  return {
    inPlan: await planAllows(database, 'sso'),
    address: await schoolAddress(database),
    emergencyAccount: await hasEmergencyAccount(database),
    roles: roles.map(({ code, name, nameAr }) => ({ code, name, nameAr })),
    connections,
  };
}

/** The address that begins a test of a connection, good once, for this person's browser. */
export async function testAddress(
  database: Queryable,
  code: string,
  userId: string,
): Promise<{ address: string }> {
  const connection = await findConnection(database, code);
  if (!connection) throw new AppError('resource.not_found');
  const ticket = await makeToken(database, {
    purpose: 'sso_finish',
    userId,
    minutes: 5,
    data: { testOf: connection.id },
  });
  const { start } = await connectionAddresses(database, code);
  return { address: `${start}?test=${ticket}` };
}

/** Who began a test with this ticket; undefined when it is none of this connection, or was used. */
export async function takeTestTicket(
  database: Queryable,
  connectionId: string,
  ticket: unknown,
): Promise<string | undefined> {
  const used = await spendToken(database, 'sso_finish', ticket);
  return used?.data.testOf === connectionId && used.userId !== null ? used.userId : undefined;
}

/** The result of a test, for the person who made it and once. Throws sso.expired. */
export async function testResult(database: Queryable, ticket: string, userId: string): Promise<TestResult> {
  const used = await spendToken(database, 'sso_finish', ticket);
  if (!used?.data.result || used.userId !== userId) throw new AppError('sso.expired');
  return used.data.result as TestResult;
}
