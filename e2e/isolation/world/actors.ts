import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { makeKey } from '../../../core/identity/testing/api-keys.ts';
import { sha256Hex } from '../../../core/kernel/index.ts';
import {
  addRealmUser,
  BASE_DOMAIN,
  type HttpClient,
  httpClient,
  type TestSchool,
  type TestSystem,
  type TestUser,
} from '../../support/index.ts';
import type { RowSet } from './plant.ts';

/** Somebody who asks: a session (or none) at one host. */
export type Actor = {
  /** Name of the column in the policy tables. */
  name: string;
  client: HttpClient;
  /** The account behind the session, also where the session counts for nothing any more. */
  user: TestUser | undefined;
  /** True for somebody whose session was taken away and who must not get a new one. */
  isEnded?: boolean;
};

type Place = {
  system: TestSystem;
  alpha: TestSchool;
  beta: TestSchool;
  /** The rows that belong to the people of alpha who are made here. */
  own: RowSet;
};

const LINKED = {
  'class teacher': ['teacher', 'teachers'],
  guardian: ['guardian', 'guardians'],
  student: ['student', 'students'],
} as const;

/**
 * How each column of the policy tables comes to be. To add one (an admin of a suspended school, say): make the account
 * or the state here, and run `npm run policy -- --write`.
 */
const CASTING: Record<string, (place: Place) => Promise<Omit<Actor, 'name'>>> = {
  admin: (place) => roleOf(place, 'admin'),
  teacher: (place) => roleOf(place, 'teacher'),
  'class teacher': (place) => linked(place, 'class teacher'),
  accountant: (place) => roleOf(place, 'accountant'),
  guardian: (place) => linked(place, 'guardian'),
  student: (place) => linked(place, 'student'),
  staff: ({ system }) => realmUser(system, 'platform', `console.${BASE_DOMAIN}`),
  partner: ({ system }) => realmUser(system, 'partner', `partners.${BASE_DOMAIN}`),
  'reading key': readingKey,
  support: supporter,
  anonymous: async ({ alpha }) => ({ client: alpha.anonymous, user: undefined }),
  'anonymous at console': async ({ system }) => ({
    client: system.at(`console.${BASE_DOMAIN}`),
    user: undefined,
  }),
  'ended session': async (place) => {
    const actor = await roleOf(place, 'admin');
    await endSessions(place.system.admin, actor.user?.id ?? '');
    return { ...actor, isEnded: true };
  },
  'switched-off user': async (place) => {
    const actor = await roleOf(place, 'admin');
    await place.system.admin.query('update users set active = false where id = $1', [actor.user?.id]);
    return { ...actor, isEnded: true };
  },
  'admin of another school': async ({ alpha, beta }) => ({
    client: (await beta.signIn(beta.admin)).at(alpha.host),
    user: beta.admin,
  }),
  'staff at a school': async ({ system, alpha }) => {
    const staff = await realmUser(system, 'platform', `console.${BASE_DOMAIN}`);
    return { ...staff, client: staff.client.at(alpha.host) };
  },
  'admin at console': async (place) => {
    const admin = await roleOf(place, 'admin');
    return { ...admin, client: admin.client.at(`console.${BASE_DOMAIN}`) };
  },
};

/** The people of the matrix, in the order of the columns. */
export const ACTORS = Object.keys(CASTING);

/** Makes the named people. */
export async function castActors(place: Place, names: readonly string[]): Promise<Actor[]> {
  const actors: Actor[] = [];
  for (const name of names) {
    const cast = CASTING[name];
    if (!cast) throw new Error(`There is no actor "${name}"; there are ${ACTORS.join(', ')}.`);
    actors.push({ name, ...(await cast(place)) });
  }
  return actors;
}

async function roleOf({ alpha }: Place, role: 'admin' | 'teacher' | 'accountant') {
  const user = await alpha.addUser(role);
  return { user, client: await alpha.signIn(user) };
}

async function linked({ alpha, own }: Place, name: keyof typeof LINKED) {
  const [field, slug] = LINKED[name];
  const user = await alpha.addUser(field, { [field]: own.get(slug) });
  return { user, client: await alpha.signIn(user) };
}

async function realmUser(system: TestSystem, realm: 'platform' | 'partner', host: string) {
  const user = await addRealmUser(system.payload, realm);
  return { user, client: await system.at(host).signIn(user.email, user.password, user.totpSecret) };
}

async function endSessions(admin: pg.Pool, userId: string): Promise<void> {
  const { rowCount } = await admin.query('update user_sessions set ended_at = now() where user_id = $1', [
    userId,
  ]);
  if (rowCount === 0) throw new Error('There was no session to end.');
}

/** Another session of the same person, as a sign-in makes one: a second factor cannot be used twice in half a minute. */
export async function anotherSession(system: TestSystem, { client, isEnded }: Actor): Promise<HttpClient> {
  if (isEnded || client.token === undefined) return client;
  const token = randomBytes(32).toString('base64url');
  await system.admin.query(
    `insert into user_sessions (user_id, support_grant_id, kind, token_hash, expires_at, second_factor_at, tenant_id, realm)
     select user_id, support_grant_id, kind, $2, expires_at, second_factor_at, tenant_id, realm from user_sessions where token_hash = $1`,
    [sha256Hex(client.token), sha256Hex(token)],
  );
  return httpClient(system.port, client.host, token);
}

// A key of the school that may read all a key can read of its people.
async function readingKey({ alpha }: Place): Promise<Omit<Actor, 'name'>> {
  const admin = await alpha.signIn(alpha.admin);
  const { secret } = await makeKey(admin, ['students.read', 'guardians.read']);
  const { anonymous } = alpha;
  const send: HttpClient['send'] = (method, path, options = {}) =>
    anonymous.send(method, path, {
      ...options,
      headers: { authorization: `Bearer ${secret}`, ...options.headers },
    });
  return {
    user: undefined,
    client: {
      ...anonymous,
      send,
      get: (path) => send('GET', path),
      post: (path, body) => send('POST', path, { body }),
    },
  };
}

// A member of staff whom the school let in to look, and not to write.
async function supporter({ system, alpha }: Place): Promise<Omit<Actor, 'name'>> {
  const desk = (await realmUser(system, 'platform', `console.${BASE_DOMAIN}`)).client;
  const asked = await desk.post('/api/support/request', {
    reason: 'A guardian cannot see the invoice of May',
    ticket: 'DAF-117',
    writeAsked: false,
    tenantId: alpha.tenant.id,
  });
  const { id } = asked.json<{ id: string }>();
  const admin = await alpha.signIn(alpha.admin);
  const decided = await admin.post('/api/support/decide', { id, decision: 'approve', mayWrite: false });
  if (decided.status !== 200) throw new Error(`Support was not let in: ${decided.text}`);
  const entry = new URL((await desk.post('/api/support/enter', { id })).json<{ url: string }>().url);
  const entered = await alpha.anonymous.get(`${entry.pathname}${entry.search}`);
  const token = /(?:^|Host-)daftar=([\w-]+);/.exec(String(entered.headers['set-cookie']?.[0]))?.[1];
  if (token === undefined) throw new Error(`Support did not come in: ${entered.status} ${entered.text}`);
  return { user: undefined, client: httpClient(system.port, alpha.host, token) };
}
