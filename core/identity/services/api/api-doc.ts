import { PERMISSION_CATALOGUE } from '../permission-catalogue.ts';
import { isForPrograms } from './program-reach.ts';
import { isGrantable, ONEROSTER_SCOPES } from './scopes.ts';

type Described = { slug: string; custom?: Record<string, unknown> };

/**
 * docs/api.md with its generated parts made anew: scopes, OneRoster scopes and collections, each between its markers.
 * Throws when a marker is missing.
 */
export function apiDocument(current: string, collections: readonly Described[]): string {
  const parts = {
    scopes: scopesTable(),
    'oneroster-scopes': oneRosterTable(),
    collections: collectionsTable(collections),
  };
  let text = current;
  for (const [name, table] of Object.entries(parts)) {
    const [start, end] = [`<!-- generated: ${name} -->`, `<!-- end: ${name} -->`];
    const [before, rest] = text.split(start);
    const after = rest?.split(end)[1];
    if (before === undefined || after === undefined) throw new Error(`docs/api.md lacks the part "${name}".`);
    text = `${before}${start}\n\n${table}\n\n${end}${after}`;
  }
  return text;
}

function scopesTable(): string {
  const rows = Object.entries(PERMISSION_CATALOGUE).filter(([code]) => isGrantable(code));
  return [
    '| scope | allows |',
    '| --- | --- |',
    ...rows.map(([code, [english]]) => `| \`${code}\` | ${english} |`),
  ].join('\n');
}

function oneRosterTable(): string {
  return [
    '| OneRoster 1.2 scope | holds |',
    '| --- | --- |',
    ...Object.entries(ONEROSTER_SCOPES).map(
      ([scope, codes]) => `| \`${scope}\` | ${codes.map((code) => `\`${code}\``).join(', ')} |`,
    ),
  ].join('\n');
}

function collectionsTable(collections: readonly Described[]): string {
  const rows = collections.flatMap(({ slug, custom }) => {
    const { resource, readOnly } = custom ?? {};
    if (typeof resource !== 'string' || !isForPrograms('GET', `/${slug}`)) return [];
    const isWritten = readOnly !== true && isGrantable(`${resource}.write`);
    return [`| \`/api/${slug}\` | \`${resource}.read\` | ${isWritten ? `\`${resource}.write\`` : '–'} |`];
  });
  return ['| path | read with | write with |', '| --- | --- | --- |', ...rows.sort()].join('\n');
}
