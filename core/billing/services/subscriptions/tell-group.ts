import type { Queryable } from '../../../tenancy/index.ts';
import { REST_OF_GROUP } from '../../sql/subscriptions.ts';
import { intend } from './intents.ts';
import type { BilledSchool } from './subscription.ts';

/**
 * Has the provider told the discount of the next renewal anew for the other schools of a group, because one of them began or
 * ceased to pay, came or left. What they pay in their running periods stays (C18).
 */
export async function tellGroup(
  client: Queryable,
  { id, groupId }: Pick<BilledSchool, 'id' | 'groupId'>,
  at: Date,
): Promise<void> {
  if (!groupId) return;
  const { rows } = await client.query(REST_OF_GROUP, [groupId, id]);
  for (const school of rows)
    await intend(client, school, { kind: 'terms', payload: {} }, { reason: `group:${id}`, now: at });
}
