import { randomBytes } from 'node:crypto';
import { linkPublisher } from '../../../marketplace/index.ts';
import { setPassword } from '../../identity/index.ts';
import { AppError } from '../../kernel/index.ts';
import { asSystem, poolOf, runInScope } from '../../tenancy/index.ts';
import { withPayload } from './tenants.ts';

export type CreateStaffOptions = {
  email: string;
  realm: 'platform' | 'partner';
  /** Of a partner: whose add-ons the account works on. */
  publisher?: string;
  json?: boolean;
};

/** `daftar staff create`: the first account of the console or of a partner; prints its password once. */
export async function createStaffCommand(options: CreateStaffOptions): Promise<void> {
  const { email, realm, publisher, json } = options;
  const password = randomBytes(12).toString('base64url');
  const created = await withPayload((payload) =>
    runInScope({ kind: 'platform', realm, requestId: 'command', database: { lost: false } }, async () => {
      const known = await payload.count({
        collection: 'users',
        where: { email: { equals: email.toLowerCase() } },
        // override: a command of the operator, who is no user of the product
        overrideAccess: true,
      });
      if (known.totalDocs > 0) return false;
      const user = await payload.create({
        collection: 'users',
        data: { email, realm, active: true, displayName: email } as never,
        depth: 0,
        // override: a command of the operator, who is no user of the product
        overrideAccess: true,
      });
      await setPassword(poolOf(payload), String(user.id), password);
      if (publisher !== undefined && realm === 'partner')
        await asSystem(() =>
          linkPublisher(poolOf(payload), { userId: String(user.id), publisherId: publisher }),
        );
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

/** `daftar staff publisher`: links an account of a partner to its publisher. Throws partner.account_unknown. */
export async function linkPublisherCommand(options: {
  email: string;
  publisher: string;
  json?: boolean;
}): Promise<void> {
  const email = options.email.toLowerCase();
  await withPayload(async (payload) => {
    const pool = poolOf(payload);
    const { rows } = await runInScope(
      { kind: 'platform', realm: 'partner', requestId: 'command', database: { lost: false } },
      () => pool.query('select id from users where email = $1', [email]),
    );
    if (!rows[0]) throw new AppError('partner.account_unknown', { email });
    await asSystem(() => linkPublisher(pool, { userId: rows[0].id, publisherId: options.publisher }));
  });
  if (options.json) console.log(JSON.stringify({ email, publisher: options.publisher }));
  else console.log(`${email} works for the publisher ${options.publisher} from the next request on.`);
  process.exit(0);
}
