import type { Block, CollectionConfig, Field, SanitizedConfig } from 'payload';
import { beforeAll, describe, expect, it } from 'vitest';
import { PLATFORM_COLLECTIONS, TENANT_COLLECTIONS } from './index.ts';

/** Collections that Payload adds by itself; each has a wall of its own in migrations/0002_wall.sql. */
const PAYLOADS_OWN = ['payload-migrations', 'payload-preferences'];

type Collection = Pick<
  CollectionConfig,
  'slug' | 'fields' | 'lockDocuments' | 'versions' | 'upload' | 'access'
>;

/** What a collection does that the wall cannot carry: each sentence says which rule is broken. */
function brokenRules(collection: Collection): string[] {
  const broken: string[] = [];
  const isTenant = TENANT_COLLECTIONS.has(collection.slug);
  const isPlatform = PLATFORM_COLLECTIONS.has(collection.slug);
  const isPayloads = PAYLOADS_OWN.includes(collection.slug);
  if ([isTenant, isPlatform, isPayloads].filter(Boolean).length !== 1)
    broken.push('is neither of a school, nor of the platform, nor Payload’s own');
  if (collection.lockDocuments !== false) broken.push('locks documents');
  if (!isTenant) return broken;
  if (collection.versions) broken.push('keeps versions');
  if (collection.upload) broken.push('takes uploads');
  for (const field of allFields(collection.fields)) {
    if (field.type === 'array' || field.type === 'blocks') broken.push(`has the ${field.type} ${field.name}`);
    if (field.type === 'join') broken.push(`joins ${field.name}`);
    if ('hasMany' in field && field.hasMany) broken.push(`has many ${field.name}`);
    if ('localized' in field && field.localized) broken.push(`translates ${field.name}`);
    if ('unique' in field && field.unique && !isOwnKey(field))
      broken.push(`makes ${field.name} unique everywhere`);
    if (field.type === 'relationship' && Array.isArray(field.relationTo))
      broken.push(`relates ${field.name} to several collections`);
  }
  const tenant = collection.fields.find((field) => 'name' in field && field.name === 'tenant');
  if (!(tenant && 'required' in tenant && tenant.required)) broken.push('has no required tenant');
  return broken;
}

function isOwnKey(field: Field): boolean {
  return 'name' in field && field.name === 'id';
}

type AnyField = Field & { name?: string };

/** Every field, whatever rows, tabs and groups it sits in. */
function allFields(fields: Field[]): AnyField[] {
  return fields.flatMap((field): AnyField[] => {
    if (field.type === 'tabs') return field.tabs.flatMap((tab) => allFields(tab.fields));
    if ('fields' in field && field.type !== 'array') return [field, ...allFields(field.fields)];
    return [field];
  });
}

describe('the collections of the configuration', () => {
  let config: SanitizedConfig;

  beforeAll(async () => {
    process.env.DAFTAR_SECRET ??= 'only-for-reading-the-collections-0000';
    config = await (await import('../../payload.config.ts')).default;
  }, 60_000);

  it('should each be walled and keep nothing where the wall does not reach', () => {
    const broken = config.collections.flatMap((collection) =>
      brokenRules(collection as unknown as Collection).map((rule) => `${collection.slug} ${rule}`),
    );
    expect(broken).toEqual([]);
  });

  it('should be found: the walk covers schools and platform', () => {
    const slugs = config.collections.map((collection) => collection.slug);
    expect(slugs.filter((slug) => TENANT_COLLECTIONS.has(slug)).length).toBe(TENANT_COLLECTIONS.size);
    expect(slugs.filter((slug) => PLATFORM_COLLECTIONS.has(slug)).length).toBe(PLATFORM_COLLECTIONS.size);
    expect(TENANT_COLLECTIONS.size).toBeGreaterThan(25);
  });

  it('should have no globals, no record locks, no job collection and no preview of queries', () => {
    expect(config.globals).toEqual([]);
    const slugs = config.collections.map((collection) => collection.slug);
    for (const slug of ['payload-locked-documents', 'payload-jobs', 'payload-query-presets', 'payload-kv'])
      expect(slugs).not.toContain(slug);
  });

  it('should catch every kind of offence', () => {
    TENANT_COLLECTIONS.add('offender');
    const tenant: Field = { name: 'tenant', type: 'relationship', relationTo: 'tenants', required: true };
    const offence = (fields: Field[], more: Partial<Collection> = {}) =>
      brokenRules({
        slug: 'offender',
        lockDocuments: false,
        fields: [tenant, ...fields],
        ...more,
      } as Collection);
    const block: Block = { slug: 'b', fields: [] };
    try {
      expect(offence([])).toEqual([]);
      expect(offence([], { lockDocuments: { duration: 5 } })).toEqual(['locks documents']);
      expect(offence([], { versions: true })).toEqual(['keeps versions']);
      expect(offence([], { upload: true })).toEqual(['takes uploads']);
      expect(offence([{ name: 'a', type: 'array', fields: [] }])).toEqual(['has the array a']);
      expect(offence([{ name: 'a', type: 'blocks', blocks: [block] }])).toEqual(['has the blocks a']);
      expect(offence([{ name: 'a', type: 'text', hasMany: true }])).toEqual(['has many a']);
      expect(offence([{ name: 'a', type: 'text', localized: true }])).toEqual(['translates a']);
      expect(offence([{ name: 'a', type: 'text', unique: true }])).toEqual(['makes a unique everywhere']);
      expect(offence([{ name: 'a', type: 'relationship', relationTo: ['users', 'roles'] }])).toEqual([
        'relates a to several collections',
      ]);
      expect(offence([{ type: 'row', fields: [{ name: 'a', type: 'text', hasMany: true }] }])).toEqual([
        'has many a',
      ]);
      const inGroup: Field = {
        name: 'g',
        type: 'group',
        fields: [{ name: 'a', type: 'text', hasMany: true }],
      };
      expect(offence([{ type: 'tabs', tabs: [{ label: 't', fields: [inGroup] }] }])).toEqual(['has many a']);
      expect(brokenRules({ slug: 'offender', lockDocuments: false, fields: [] })).toEqual([
        'has no required tenant',
      ]);
      expect(brokenRules({ slug: 'stranger', lockDocuments: false, fields: [] })[0]).toContain('neither');
    } finally {
      TENANT_COLLECTIONS.delete('offender');
    }
  });
});
