import { randomBytes } from 'node:crypto';
import { setPassword } from '../../identity/index.ts';
import { poolOf, runInScope } from '../../tenancy/index.ts';
import { withPayload } from './tenants.ts';

export type CreateStaffOptions = { email: string; realm: 'platform' | 'partner'; json?: boolean };

/** `daftar staff create`: the first account of the console or of a partner; prints its password once. */
export async function createStaffCommand({ email, realm, json }: CreateStaffOptions): Promise<void> {
  const password = randomBytes(12).toString('base64url');
  const created = await withPayload((payload) =>
    runInScope({ kind: 'platform', realm, requestId: 'command', database: { lost: false } }, async () => {
      const known = await payload.count({
        collection: 'users',
        where: { email: { equals: email.toLowerCase() } },
        overrideAccess: true,
      });
      if (known.totalDocs > 0) return false;
      const user = await payload.create({
        collection: 'users',
        data: { email, realm, active: true, displayName: email } as never,
        depth: 0,
        overrideAccess: true,
      });
      await setPassword(poolOf(payload), String(user.id), password);
      return true;
    }),
  );
  if (json) console.log(JSON.stringify({ email, realm, created, password: created ? password : null }));
  else
    console.log(
      created
        ? `${email} can sign in with ${password} (shown only now).`
        : `${email} exists already; nothing was changed.`,
    );
  process.exit(0);
}
