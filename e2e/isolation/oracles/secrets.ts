import { tableOf } from '../../support/index.ts';
import type { World } from '../world/world.ts';

/** One value that a person may not learn, and the two forms it has in the two worlds. */
export type Secret = {
  /** Who must not learn it. */
  actor: string;
  slug: string;
  /** The field as a filter would name it. */
  field: string;
  column: string;
  values: readonly [string, string];
  idOf: (world: World) => string | undefined;
  /** The table of the secret, where it is one beside the collection's own and names its account. */
  table?: string;
};

const PHONES = ['+97455500001', '+97455500002'] as const;
const WORDS = ['amber secret', 'zebra secret'] as const;

const row = (target: 'own' | 'other' | 'foreign', slug: string) => (world: World) =>
  world.rows[target].get(slug);

/** What the property tests try to find out: hidden fields, rows of others, related rows that may not be read. */
export const SECRETS: Secret[] = [
  // Lesson groups name their teacher; accountants, guardians and students may not read teachers.
  secret('accountant', 'teachers', 'phone', 'phone', PHONES, row('own', 'teachers')),
  secret('guardian', 'teachers', 'email', 'email', WORDS, row('own', 'teachers')),
  secret('student', 'teachers', 'displayName', 'display_name', WORDS, row('other', 'teachers')),
  // A register names the account that took it; a teacher reads the own account alone.
  secret('class teacher', 'users', 'displayName', 'display_name', WORDS, ({ alpha }) => alpha.admin.id),
  secret(
    'class teacher',
    'users',
    'email',
    'email',
    ['amber@example.org', 'zebra@example.org'],
    ({ alpha }) => alpha.admin.id,
  ),
  // Pupils of another class.
  secret('class teacher', 'students', 'phone', 'phone', PHONES, row('other', 'students')),
  secret('guardian', 'exam-results', 'comment', 'comment', WORDS, row('other', 'exam-results')),
  secret('student', 'guardians', 'phone', 'phone', PHONES, row('own', 'guardians')),
  secret('class teacher', 'invoices', 'number', 'number', WORDS, row('own', 'invoices')),
  // Another school, and what nobody may see of an account.
  secret('admin', 'students', 'displayName', 'display_name', WORDS, row('foreign', 'students')),
  secret('admin', 'subjects', 'code', 'code', WORDS, row('foreign', 'subjects')),
  secret('anonymous', 'students', 'displayName', 'display_name', WORDS, row('own', 'students')),
  secret('staff', 'students', 'displayName', 'display_name', WORDS, row('own', 'students')),
];

function secret(
  actor: string,
  slug: string,
  field: string,
  column: string,
  values: readonly [string, string],
  idOf: Secret['idOf'],
): Secret {
  return { actor, slug, field, column, values, idOf };
}

/** What is kept of an account in tables of their own, by the names a filter might try. */
const HIDDEN = [
  ['hash', 'user_credentials', 'password_hash'],
  ['credentials.passwordHash', 'user_credentials', 'password_hash'],
  ['totpSecret', 'user_totp', 'sealed_secret'],
  ['resetPasswordToken', 'one_time_tokens', 'token_hash'],
] as const;

/** The secrets of accounts, which nobody reads. */
export function hiddenSecrets({ rows }: World): Secret[] {
  return HIDDEN.map(([field, table, column]) => ({
    ...secret('admin', 'users', field, column, WORDS, () => rows.own.get('users')),
    table,
  }));
}

/** Turns the world into the one where the secret has its first or its second form. */
export async function turn(
  { system }: World,
  { slug, column, values, table }: Secret,
  id: string,
  form: 0 | 1,
): Promise<void> {
  const { rowCount } = await system.admin.query(
    `update ${table ?? tableOf(slug)} set ${column} = $2 where ${table ? 'user_id' : 'id'} = $1`,
    [id, values[form]],
  );
  if (rowCount !== 1) throw new Error(`The secret ${slug}.${column} is in ${rowCount} rows.`);
}
