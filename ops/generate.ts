import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateImportMap } from 'payload';
import { errorsDocument, settingsDocument } from '../core/kernel/index.ts';

/* Writes everything that is generated from code: the panel's import map and the reference pages in docs. */
const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
process.env.DAFTAR_SECRET ??= 'only-for-reading-the-collections-0000';
const { default: config } = await import('../payload.config.ts');
await generateImportMap(await config, { force: true, log: false });
writeFileSync(path.join(root, 'docs/settings.md'), settingsDocument());
writeFileSync(path.join(root, 'docs/errors.md'), errorsDocument());
console.log('Wrote the import map, docs/settings.md and docs/errors.md.');
process.exit();
