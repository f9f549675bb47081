import type {
  CollectionAfterChangeHook,
  CollectionAfterDeleteHook,
  CollectionConfig,
  PayloadRequest,
} from 'payload';
import { currentScope, idOf, transactionOf, viewerOf } from '../../tenancy/index.ts';
import { actorOf } from './actor.ts';
import { type Difference, differenceOf } from './difference.ts';
import { maskPartly } from './mask-values.ts';
import { recordAudit } from './record-audit.ts';

type Document = Record<string, unknown>;
type Change = {
  req: PayloadRequest;
  collection: Pick<CollectionConfig, 'slug' | 'admin'>;
  operation: 'create' | 'update' | 'delete';
  doc: Document;
  difference: Difference;
};

/** Who may do what, and what a school is: changes of these stand under "Administration". */
const ADMINISTRATION = new Set([
  ...['users', 'roles', 'role-permissions', 'api-keys', 'sso-connections', 'support-grants'],
  ...['tenants', 'school-groups', 'plans', 'subscriptions', 'plugins', 'plugin-versions', 'plugin-installs'],
]);

/** Leaves the entry of a created or changed record, in the transaction of the change. */
export const auditChange: CollectionAfterChangeHook = async ({
  collection,
  data,
  doc,
  operation,
  previousDoc,
  req,
}) => {
  await inTheSameFate(req, async () => {
    const from = operation === 'update' ? (previousDoc as Document) : undefined;
    const difference = differenceOf(collection, from, doc, data);
    if (operation === 'create' || difference.changed.length > 0)
      await record({ req, collection, operation, doc, difference });
  });
  return doc;
};

/** Leaves the entry of a deleted record with what it held, in the transaction of the deletion. */
export const auditDelete: CollectionAfterDeleteHook = async ({ collection, doc, req }) => {
  await inTheSameFate(req, async () => {
    const difference = differenceOf(collection, doc, undefined);
    await record({ req, collection, operation: 'delete', doc, difference });
  });
  return doc;
};

async function record({ req, collection, operation, doc, difference }: Change): Promise<void> {
  const tenantId =
    currentScope()?.kind === 'platform'
      ? collection.slug === 'tenants'
        ? idOf(doc)
        : idOf(doc.tenant)
      : undefined;
  const label = labelOf(collection, doc);
  const support = viewerOf(req)?.support;
  await recordAudit(await transactionOf(req), {
    category: ADMINISTRATION.has(collection.slug) ? 'admin' : 'change',
    action: `${collection.slug}.${operation}`,
    actor: actorOf(req),
    subject: { collection: collection.slug, id: String(doc.id), ...(label ? { label } : {}) },
    ...(operation === 'create' ? {} : { before: difference.before }),
    ...(operation === 'delete' ? {} : { after: difference.after }),
    ...(support ? { details: { supportGrant: support.grantId } } : {}),
    ...(tenantId ? { tenantId } : {}),
  });
}

function labelOf(
  { admin }: Pick<CollectionConfig, 'admin'>,
  { displayName, ...doc }: Document,
): string | undefined {
  const value = displayName ?? doc[admin?.useAsTitle ?? 'name'];
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return undefined;
  return value.includes('@') || value.startsWith('+') ? maskPartly(value) : value;
}

// Payload's bulk operations go on after one record failed, in one transaction: without the entry the change must fall.
async function inTheSameFate(req: PayloadRequest, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const database = await transactionOf(req);
    await database.query('select 1 / 0').catch(() => undefined);
    throw error;
  }
}
