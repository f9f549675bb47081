import type pg from 'pg';
import {
  addRealmUser,
  BASE_DOMAIN,
  type HttpClient,
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
 * How each column of the policy tables comes to be. To add one (an API key, support, an admin of a suspended
 * school): make the account or the state here, and run `npm run policy -- --write`.
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
  return { user, client: await system.at(host).signIn(user.email, user.password) };
}

// Both kinds of session stores, whichever of them this release has.
async function endSessions(admin: pg.Pool, userId: string): Promise<void> {
  const { rows } = await admin.query(
    `select relname as table, (select attname from pg_attribute where attrelid = c.oid and attname in ('user_id', '_parent_id')) as owner
       from pg_class c where relname in ('user_sessions', 'users_sessions') and relnamespace = 'public'::regnamespace`,
  );
  if (rows.length === 0)
    throw new Error('No table of sessions was found; say in actors.ts where they are kept.');
  for (const { table, owner } of rows)
    await admin.query(`delete from ${table} where ${owner} = $1`, [userId]);
}
