import { type HttpAnswer, inOrder, isRelation, storedFields, tableOf } from '../support/index.ts';
import { newRow } from './operations/bodies.ts';
import type { World } from './world/world.ts';

/** A relation of a row of alpha that could be made to lead to a row of beta. */
export type Plantable = { slug: string; field: string; column: string; own: string; foreign: string };

/** Every relation of every tenant collection. */
export function plantables({ system, rows }: World): Plantable[] {
  const { payload } = system;
  const { tables } = payload.db as unknown as { tables: Record<string, Record<string, { name: string }>> };
  return inOrder(payload.config).flatMap((slug) =>
    storedFields(payload.config, slug)
      .filter(isRelation)
      .flatMap(({ name, relationTo }) => {
        const [own, foreign] = [rows.own.get(slug), rows.foreign.get(relationTo)];
        const column = tables[tableOf(slug)]?.[name]?.name;
        return own && foreign && column ? [{ slug, field: name, column, own, foreign }] : [];
      }),
  );
}

/** Tries to plant over REST, as the admin of alpha: once in a new row, once in the own one. */
export async function plantOverHttp(
  world: World,
  { slug, field, own, foreign }: Plantable,
): Promise<HttpAnswer[]> {
  const admin = world.actors.find(({ name }) => name === 'admin')?.client ?? world.alpha.anonymous;
  const { tenant: _, ...sample } = newRow(world, slug, 'own');
  const answers = [
    await admin.send('POST', `/api/${slug}`, { body: { ...sample, [field]: foreign } }),
    await admin.send('PATCH', `/api/${slug}/${own}`, { body: { [field]: foreign } }),
  ];
  await world.changes.undo(await world.changes.take());
  return answers;
}
