import fc from 'fast-check';
import type { SanitizedConfig } from 'payload';
import { isRelation, storedFields } from '../../support/index.ts';
import type { Secret } from './secrets.ts';

/** Every operator Payload knows, and some it does not. */
export const OPERATORS = [
  ...['equals', 'not_equals', 'in', 'not_in', 'all', 'like', 'not_like', 'contains', 'exists'],
  ...[
    'greater_than',
    'greater_than_equal',
    'less_than',
    'less_than_equal',
    'near',
    'within',
    'intersects',
    'regex',
  ],
];

/** One address below /api that tries to find something out. */
export type Query = string;

/** A way through the relations from a collection to a field: `class-offerings` and `teacher.phone`. */
export type Path = { slug: string; path: string };

/** All ways of at most two hops from any collection to the field of a secret. */
export function pathsTo(config: SanitizedConfig, { slug, field }: Secret): Path[] {
  const found: Path[] = [{ slug, path: field }];
  const slugs = config.collections.map((collection) => collection.slug);
  const into = (target: string) =>
    slugs.flatMap((from) =>
      storedFields(config, from)
        .filter(isRelation)
        .filter((relation) => relation.relationTo === target)
        .map((relation) => ({ slug: from as string, via: relation.name })),
    );
  for (const near of into(slug)) {
    found.push({ slug: near.slug, path: `${near.via}.${field}` });
    for (const far of into(near.slug))
      found.push({ slug: far.slug, path: `${far.via}.${near.via}.${field}` });
  }
  return found;
}

/** Queries about a secret: filters, orders, selections, populations, joins and counts along every way to it. */
export function queriesAbout(config: SanitizedConfig, secret: Secret): fc.Arbitrary<Query> {
  const way = fc.constantFrom(...pathsTo(config, secret));
  return way.chain(({ slug, path }) =>
    fc
      .record({
        kind: fc.constantFrom('', '/count'),
        where: fc.option(filter(path, secret), { nil: undefined, freq: 4 }),
        sort: fc.option(fc.constantFrom(path, `-${path}`, `createdAt,${path}`), { nil: undefined, freq: 1 }),
        more: fc.subarray(extras(path, secret), { maxLength: 2 }),
        depth: fc.constantFrom(0, 1, 2),
      })
      .map(({ kind, where, sort, more, depth }) =>
        [
          `/api/${slug}${kind}?depth=${depth}`,
          ...(where ? [where] : []),
          ...(sort ? [`sort=${encodeURIComponent(sort)}`] : []),
          ...more,
        ].join('&'),
      ),
  );
}

function filter(path: string, secret: Secret): fc.Arbitrary<string> {
  const [first, second] = secret.values;
  const value = fc.oneof(
    fc.constantFrom(
      first,
      second,
      first.slice(0, 1),
      second.slice(0, 3),
      first.slice(0, -1),
      'm',
      '%',
      'true',
      'null',
    ),
    fc.constantFrom(`${first},${second}`, first.toUpperCase(), `${second} `),
    fc.string({ maxLength: 4 }),
  );
  const place = fc.constantFrom(
    `where[${path}]`,
    `where[or][0][${path}]`,
    `where[and][0][or][0][${path}]`,
    `where[${path.replaceAll('.', '__')}]`,
    `where[${path.replaceAll('.', '][')}]`,
  );
  return fc
    .tuple(place, fc.constantFrom(...OPERATORS), value)
    .map(([at, operator, text]) => `${at}[${operator}]=${encodeURIComponent(text)}`);
}

function extras(path: string, { slug, field, values }: Secret): string[] {
  return [
    `select[${path.replaceAll('.', '][')}]=true`,
    `populate[${slug}][${field}]=true`,
    `joins[${slug}][where][${field}][equals]=${encodeURIComponent(values[0])}`,
    `joins[${slug}][sort]=${field}`,
    'limit=1',
    'limit=1&page=2',
    'pagination=false',
    'showHiddenFields=true',
    'draft=true',
    'trash=true',
    'locale=all',
    'fallback-locale=ar',
  ];
}
