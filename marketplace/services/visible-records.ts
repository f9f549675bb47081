import type { PayloadRequest } from 'payload';
import { AppError } from '../../core/kernel/index.ts';
import type { EXTENDABLE_COLLECTIONS } from '../../plugins/sdk/index.ts';

export type Collection = (typeof EXTENDABLE_COLLECTIONS)[number];

/** Throws plugin.record_unknown unless the person of the request may read every one of the records. */
export async function requireVisible(
  req: PayloadRequest,
  collection: Collection,
  recordIds: string[],
): Promise<void> {
  const ids = [...new Set(recordIds)];
  if (ids.length === 0) return;
  const { docs } = await req.payload
    .find({
      collection,
      where: { id: { in: ids } },
      limit: ids.length,
      pagination: false,
      depth: 0,
      select: {},
      req,
      overrideAccess: false,
    })
    .catch((error: unknown) => {
      // Payload throws where the collection as a whole is closed to the person.
      if ((error as { status?: unknown }).status === 403) return { docs: [] };
      throw error;
    });
  const seen = new Set(docs.map(({ id }) => String(id)));
  if (ids.some((id) => !seen.has(id))) throw new AppError('plugin.record_unknown');
}
