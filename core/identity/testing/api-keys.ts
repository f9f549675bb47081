import type { HttpAnswer, HttpClient, TestSchool, TestSystem } from '../../../e2e/support/index.ts';

export type MadeKey = { id: string; prefix: string; secret: string };

/** Makes a key or an OAuth 2 client as a signed-in person does; throws when that is refused. */
export async function makeKey(
  admin: HttpClient,
  scopes: string[],
  wish: Record<string, unknown> = {},
): Promise<MadeKey> {
  const answer = await admin.post('/api/keys/create', {
    name: `for ${scopes.join(' ').slice(0, 60)}`,
    scopes,
    expiresInDays: 30,
    ...wish,
  });
  if (answer.status !== 200) throw new Error(`A key was refused: ${answer.status} ${answer.text}`);
  return answer.json<MadeKey>();
}

/** Sends a request with a credential in its Authorization header. */
export function withKey(
  school: Pick<TestSchool, 'anonymous'>,
  credential: string,
  method: string,
  path: string,
  options: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<HttpAnswer> {
  return school.anonymous.send(method, path, {
    ...options,
    headers: { authorization: `Bearer ${credential}`, ...options.headers },
  });
}

/** Puts a school on another plan, past the wall. */
export async function setPlan(system: TestSystem, school: TestSchool, code: string): Promise<void> {
  await system.admin.query(
    'update tenants set plan_id = (select id from plans where code = $1) where id = $2',
    [code, school.tenant.id],
  );
}
