import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateImportMap } from 'payload';
import { apiDocument } from '../core/identity/index.ts';
import { errorsDocument, settingsDocument } from '../core/kernel/index.ts';
import {
  capabilitiesPage,
  currentFingerprints,
  eventsPage,
  FINGERPRINTS_FILE,
  manifestJsonSchema,
  manifestPage,
  readFingerprints,
} from '../plugins/sdk/docs.ts';

/*
 * Writes everything that is generated from code: the panel's import map and the reference pages in docs.
 *   npm run generate               write
 *   npm run generate -- --check    write, and fail when anything was not current
 */
const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
process.env.DAFTAR_SECRET ??= 'only-for-reading-the-collections-0000';
/** Everything that follows from the contract of plugins alone. */
const contractFiles: Record<string, () => string> = {
  'docs/plugins/manifest.md': manifestPage,
  'docs/plugins/capabilities.md': capabilitiesPage,
  'docs/plugins/events.md': eventsPage,
  'plugins/sdk/plugin.schema.json': manifestJsonSchema,
  [`plugins/sdk/${FINGERPRINTS_FILE}`]: () =>
    `${JSON.stringify(currentFingerprints(readFingerprints()), null, 2)}\n`,
};
/** Written by the Stripe emulator's own program: the product never imports the emulators. */
const stripeFiles = ['parameter-table', 'references'].map(
  (name) => `e2e/stripe-emulator/schemas/${name}.generated.ts`,
);
const files = [
  ...stripeFiles,
  'admin/app/(payload)/admin/importMap.js',
  'docs/settings.md',
  'docs/errors.md',
  'docs/api.md',
  ...Object.keys(contractFiles),
];
const read = () =>
  files.map((file) =>
    existsSync(path.join(root, file)) ? readFileSync(path.join(root, file), 'utf8') : undefined,
  );
const before = read();
mkdirSync(path.join(root, 'docs/plugins'), { recursive: true });
for (const [file, text] of Object.entries(contractFiles)) writeFileSync(path.join(root, file), text());
execFileSync(
  process.execPath,
  ['--disable-warning=ExperimentalWarning', 'e2e/stripe-emulator/generate/main.ts'],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
const { default: config } = await import('../payload.config.ts');
await generateImportMap(await config, { force: true, log: false });
writeFileSync(path.join(root, 'docs/settings.md'), settingsDocument());
writeFileSync(path.join(root, 'docs/errors.md'), errorsDocument());
const api = path.join(root, 'docs/api.md');
writeFileSync(api, apiDocument(readFileSync(api, 'utf8'), (await config).collections));
const after = read();
const stale = files.filter((_, index) => before[index] !== after[index]);
if (process.argv.includes('--check') && stale.length > 0) {
  console.error(`${stale.join(', ')} was not current and has been written anew; commit it.`);
  process.exitCode = 1;
} else console.log(stale.length === 0 ? 'Everything generated is current.' : `Wrote ${stale.join(', ')}.`);
process.exit();
