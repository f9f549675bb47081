import { isRelation, sampleOf, storedFields } from '../../support/index.ts';
import type { Target } from '../world/plant.ts';
import type { World } from '../world/world.ts';

type Body = Record<string, unknown>;

/** Bodies of collections whose fields the samples do not know. */
const CREATED: Record<string, (world: World) => Body> = {
  users: ({ rows }) => ({
    email: 'intruder@example.org',
    password: 'a long enough password',
    displayName: 'intruder',
    realm: 'platform',
    active: true,
    role: rows.own.get('roles'),
  }),
  tenants: ({ rows }) => ({ name: 'intruder', subdomain: 'intruder', plan: rows.own.get('plans') }),
  guardians: () => ({ givenName: 'intruder', familyName: 'intruder', phone: '+97455512345', language: 'en' }),
};

const CHANGED: Record<string, Body> = {
  users: { displayName: 'intruder' },
  tenants: { name: 'intruder' },
  guardians: { familyName: 'intruder' },
};

/** A new row whose relations lead to rows of `target`, and which claims to be of the other school. */
export function newRow(world: World, slug: string, target: Target): Body {
  const { config } = world.system.payload;
  const body =
    CREATED[slug]?.(world) ??
    sampleOf(config, slug, 'intruder', (to) => world.rows[target].get(to) ?? world.rows.own.get(to));
  return { ...body, tenant: world.beta.tenant.id };
}

/** True when rows of this collection name rows of other collections of a school. */
export function hasRelations(world: World, slug: string): boolean {
  if (slug in CREATED) return false;
  return storedFields(world.system.payload.config, slug)
    .filter(isRelation)
    .some((field) => world.rows.foreign.has(field.relationTo) && field.relationTo !== 'tenants');
}

/** A small change that no rule of a collection minds, and the claim to be of the other school. */
export function change(world: World, slug: string): Body {
  return { ...(CHANGED[slug] ?? harmless(world, slug)), tenant: world.beta.tenant.id };
}

function harmless(world: World, slug: string): Body {
  const { config } = world.system.payload;
  const fields = storedFields(config, slug);
  const sample = sampleOf(config, slug, 'intruder', (to) => world.rows.own.get(to));
  const isPlainText = (field: (typeof fields)[number]) =>
    (field.type === 'text' || field.type === 'textarea') && String(sample[field.name]).startsWith('intruder');
  const wanted =
    fields.find(isPlainText) ??
    fields.find((field) => !isRelation(field)) ??
    fields.find((field) => isRelation(field));
  return wanted ? { [wanted.name]: sample[wanted.name] } : {};
}
