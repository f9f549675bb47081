import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { repositoryFiles } from './repository-files.ts';
import { checkMap, readMap, readTitles } from './security-map.ts';

// Compares the map of docs/security.md, attack to test, with the tests there are. `--titles` prints the rows that the
// tests ask for, to begin a map with.
const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const tests = repositoryFiles(root)
  // The tests of this check carry made-up titles.
  .filter((file) => /\.(test|spec)\.ts$/.test(file) && !file.startsWith('ops/security-map'))
  .concat('e2e/isolation/matrix.ts')
  .flatMap((file) => readTitles(file, readFileSync(path.join(root, file), 'utf8')));

if (process.argv.includes('--titles')) {
  const byId = tests.toSorted((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
  for (const { id, title, file } of byId) console.log(`| ${id} | ${title} | ${file} |`);
} else {
  const map = path.join(root, 'docs/security.md');
  const wrong = checkMap(readMap(existsSync(map) ? readFileSync(map, 'utf8') : ''), tests);
  for (const sentence of wrong) console.error(sentence);
  if (wrong.length > 0) process.exitCode = 1;
}
