import type { PayloadRequest } from 'payload';
import { AppError } from '../../core/kernel/index.ts';
import { poolOf, type Queryable, viewerOf } from '../../core/tenancy/index.ts';

/**
 * The publisher (manifest `publisher.id`) that the signed-in partner works for. Throws auth.required for everybody who is
 * no partner, and partner.no_publisher for a partner whom the staff has not linked.
 */
export async function requirePublisher(req: Pick<PayloadRequest, 'user' | 'payload'>): Promise<string> {
  const viewer = viewerOf(req);
  if (viewer?.realm !== 'partner') throw new AppError('auth.required');
  const publisher = await publisherOf(poolOf(req.payload), viewer.id);
  if (publisher === undefined) throw new AppError('partner.no_publisher');
  return publisher;
}

/** The publisher of a partner's account, or undefined. In the scope of the platform, its staff or partners. */
export async function publisherOf(database: Queryable, userId: string): Promise<string | undefined> {
  const { rows } = await database.query('select publisher_id from partner_accounts where user_id = $1', [
    userId,
  ]);
  return rows[0]?.publisher_id;
}

/** Links a partner's account to a publisher, or to another one than before. In the platform's own scope. */
export async function linkPublisher(
  database: Queryable,
  link: { userId: string; publisherId: string },
): Promise<void> {
  await database.query(
    `insert into partner_accounts (user_id, publisher_id) values ($1, $2)
     on conflict (user_id) do update set publisher_id = excluded.publisher_id`,
    [link.userId, link.publisherId],
  );
}

/** Throws partner.other_publisher when a plugin is known and belongs to somebody else. */
export async function requireOwnPlugin(
  database: Queryable,
  { publisherId, pluginId }: { publisherId: string; pluginId: string },
): Promise<void> {
  const { rows } = await database.query('select publisher_id from plugins where plugin_id = $1', [pluginId]);
  if (rows[0] && rows[0].publisher_id !== publisherId)
    throw new AppError('partner.other_publisher', { plugin: pluginId });
}
