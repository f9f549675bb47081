import type { Access, CollectionConfig, Field, FieldHook } from 'payload';
import { bilingual, type Pair } from './labels.ts';
import { limitRows } from './limit-rows.ts';
import { can, viewerOf } from './permissions.ts';
import { keepInRows, type RowRule } from './row-rule.ts';
import { currentScope } from './scope.ts';

export type TenantCollectionOptions = {
  slug: string;
  singular: Pair;
  plural: Pair;
  group: Pair;
  /** The stem of the permission codes: `<resource>.read` and `<resource>.write`. */
  resource: string;
  fields: Field[];
  /** Field lists that are unique inside one school; the tenant is put in front. */
  uniques?: string[][];
  /** Field lists with an ordinary index, the tenant in front. */
  indexes?: string[][];
  rows?: RowRule;
  /** Rows that may be written, where that is less than may be read. */
  writeRows?: RowRule;
  /** Written by the product alone (ledger, messages, receipts): the panel and REST only read. */
  readOnly?: boolean;
  /** Adds `sourcedId`, the stable key of imported records. */
  sourced?: boolean;
  admin?: CollectionConfig['admin'];
  hooks?: CollectionConfig['hooks'];
  defaultSort?: string[];
};

/** Slugs made by the factory; the wall test compares them with the tables. */
export const TENANT_COLLECTIONS = new Set<string>();

/**
 * The one way to make a collection that belongs to a school: it carries the tenant, filled from the host
 * and never from the request; access is a permission code plus a row rule; lists have a stable order;
 * record locks are off, because Payload keeps them in a table that knows no tenant.
 */
export function tenantCollection(options: TenantCollectionOptions): CollectionConfig {
  TENANT_COLLECTIONS.add(options.slug);
  const writeRows = options.writeRows ?? options.rows;
  const unique = [...(options.uniques ?? []), ...(options.sourced ? [['sourcedId']] : [])];
  return {
    slug: options.slug,
    labels: { singular: bilingual(options.singular), plural: bilingual(options.plural) },
    lockDocuments: false,
    defaultSort: options.defaultSort ?? ['-createdAt', 'id'],
    indexes: [
      ...unique.map((fields) => ({ fields: ['tenant', ...fields], unique: true })),
      ...(options.indexes ?? []).map((fields) => ({ fields: ['tenant', ...fields] })),
    ],
    access: tenantAccess(options),
    custom: { resource: options.resource, readOnly: options.readOnly === true },
    admin: {
      group: bilingual(options.group),
      hidden: ({ user }) => (user as { realm?: string } | null)?.realm !== 'school',
      pagination: { defaultLimit: 25, limits: [10, 25, 50, 100] },
      ...options.admin,
    },
    hooks: {
      ...options.hooks,
      beforeOperation: [limitRows, ...(options.hooks?.beforeOperation ?? [])],
      beforeChange: [
        ...(writeRows ? [keepInRows(writeRows, `${options.resource}.write`)] : []),
        ...(options.hooks?.beforeChange ?? []),
      ],
    },
    fields: [tenantField(), ...options.fields, ...(options.sourced ? [sourcedIdField()] : [])],
  };
}

function tenantAccess(options: TenantCollectionOptions): NonNullable<CollectionConfig['access']> {
  const allow =
    (action: 'read' | 'write', narrowed: boolean): Access =>
    async ({ req }) => {
      if (viewerOf(req)?.realm !== 'school') return false;
      if (!(await can(req, `${options.resource}.${action}`))) return false;
      const rows = action === 'write' ? (options.writeRows ?? options.rows) : options.rows;
      return narrowed && rows ? rows(req) : true;
    };
  if (options.readOnly) {
    return { read: allow('read', true), create: () => false, update: () => false, delete: () => false };
  }
  return {
    read: allow('read', true),
    create: async (args) => (await allow('write', false)(args)) === true,
    update: allow('write', true),
    delete: allow('write', true),
  };
}

// Whatever the request says, the tenant is the one of the host. Kept on the field, so that it runs for
// drafts, bulk updates and duplicates too.
const fillTenant: FieldHook = ({ value }) => {
  const scope = currentScope();
  return scope?.kind === 'tenant' ? scope.tenant.id : value;
};

function tenantField(): Field {
  return {
    name: 'tenant',
    type: 'relationship',
    relationTo: 'tenants',
    required: true,
    index: false,
    maxDepth: 0,
    defaultValue: () => {
      const scope = currentScope();
      return scope?.kind === 'tenant' ? scope.tenant.id : undefined;
    },
    hooks: { beforeValidate: [fillTenant] },
    admin: { hidden: true, disableListColumn: true, disableListFilter: true, disableBulkEdit: true },
  };
}

function sourcedIdField(): Field {
  return {
    name: 'sourcedId',
    type: 'text',
    maxLength: 255,
    label: { en: 'Source id (OneRoster)', ar: 'معرّف المصدر (OneRoster)' },
    admin: { position: 'sidebar', readOnly: true, condition: (data) => Boolean(data?.sourcedId) },
  };
}
