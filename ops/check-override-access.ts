import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { compareExceptions, type Exception, findOverrideCalls } from './override-calls.ts';

/*
 * Every call of the Local API states overrideAccess, and those that override it are counted with their reasons.
 *   node ops/check-override-access.ts            fail for a breach, or when the code and override-access.json differ
 *   node ops/check-override-access.ts --write    write override-access.json; the change is then there to review
 * Tests are exempt: they look past the rules to see what was really written.
 */
const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const listFile = path.join(root, 'ops/override-access.json');
const CHECKED = /^(core|marketplace|plugins|admin|e2e\/support|ops)\/|^payload\.config\.ts$/;
const TEST = /\.(test|spec)\.tsx?$/;

const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile);
const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
const checked = fileNames.filter((file) => {
  const name = path.relative(root, file);
  return CHECKED.test(name) && !TEST.test(name);
});
const program = ts.createProgram(checked, {
  ...options,
  incremental: false,
  noEmit: true,
  skipLibCheck: true,
});
const { exceptions, breaches, calls } = findOverrideCalls(
  program,
  root,
  (file) => CHECKED.test(file) && !TEST.test(file) && !file.includes('node_modules'),
);
exceptions.sort((one, two) => (JSON.stringify(one) < JSON.stringify(two) ? -1 : 1));

for (const { file, line, sentence } of breaches) console.error(`${file}:${line} ${sentence}`);
if (breaches.length > 0) process.exitCode = 1;
if (process.argv.includes('--write')) {
  writeFileSync(listFile, `${JSON.stringify({ count: exceptions.length, exceptions }, null, 2)}\n`);
}
const listed = JSON.parse(readFileSync(listFile, 'utf8')) as { count: number; exceptions: Exception[] };
const differences = compareExceptions(exceptions, listed.exceptions);
if (listed.count !== listed.exceptions.length)
  differences.push('The count of the list is not the length of the list.');
if (differences.length > 0) {
  console.error(
    `ops/override-access.json is not what the code does. Review, then run this again with --write.\n${differences.join('\n')}`,
  );
  process.exitCode = 1;
}
if (process.exitCode !== 1)
  console.log(`${calls} calls of the Local API; ${exceptions.length} override access, each with its reason.`);
