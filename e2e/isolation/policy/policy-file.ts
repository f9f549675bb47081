import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Driven } from '../drive.ts';
import { codeOf } from './cell-code.ts';
import { parseTable, renderTable, type Table } from './table.ts';

const FOLDER = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../../docs/security/policy');
const NAME = 'docs/security/policy';
const DO = 'Decide who may do it, run "npm run policy -- --write", and have the change reviewed';

/** Cells as the codes that people review. */
export function asTable(driven: Driven): Table {
  return new Map(
    [...driven].map(([operation, row]) => [
      operation,
      new Map([...row].map(([person, cell]) => [person, codeOf(cell)] as const)),
    ]),
  );
}

/** Writes the table of one collection (or of the endpoints and routes) as it is now, to be reviewed. */
export function writePolicy(name: string, driven: Driven): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(path.join(FOLDER, `${name}.md`), `# ${name}\n\n${renderTable(asTable(driven))}\n`);
}

/** The committed tables, by name. */
export function policyNames(): string[] {
  if (!existsSync(FOLDER)) return [];
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.md') && file !== 'README.md')
    .map((file) => file.slice(0, -'.md'.length));
}

/** Removes the table of something that is no more. */
export function removePolicy(name: string): void {
  rmSync(path.join(FOLDER, `${name}.md`), { force: true });
}

/**
 * Where the product differs from the committed table, a sentence each: a cell, a row that nobody decided on, or a row
 * of something that is no more.
 */
export function differences(name: string, driven: Driven): string[] {
  const file = path.join(FOLDER, `${name}.md`);
  if (!existsSync(file)) return [`${name} has no table in ${NAME}. ${DO}.`];
  const wanted = parseTable(readFileSync(file, 'utf8'), `${NAME}/${name}.md`);
  const found: string[] = [];
  for (const [operation, row] of asTable(driven)) {
    const decided = wanted.get(operation);
    if (!decided) {
      found.push(`${name} has no row "${operation}". ${DO}: ${NAME}/${name}.md.`);
      continue;
    }
    for (const [person, code] of row) {
      const policy = decided.get(person);
      if (policy === undefined)
        found.push(`${name}, ${operation}: there is no column "${person}". ${DO}: ${NAME}/${name}.md.`);
      else if (policy !== code)
        found.push(
          `${name}, ${operation}, ${person}: the policy says "${policy}", the product does "${code}"`,
        );
    }
  }
  for (const operation of wanted.keys())
    if (!driven.has(operation))
      found.push(`${name}: nothing is left of "${operation}". Run "npm run policy -- --write".`);
  return found;
}
