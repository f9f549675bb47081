import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { MUTANTS } from './registry.ts';

// Loaded before anything else in the process of a mutant (--import): changes one file on its way from the disk.
const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const mutant = MUTANTS.find(({ name }) => name === process.env.DAFTAR_MUTANT);

if (mutant && 'find' in mutant) {
  const { file, find, put } = mutant;
  const address = path.join(ROOT, file);
  const source = readFileSync(address, 'utf8');
  if (source.split(find).length !== 2)
    throw new Error(
      `The mutant "${mutant.name}" does not find its line once in ${file}; say in the registry where it went.`,
    );
  registerHooks({
    load: (url, context, nextLoad) =>
      url.startsWith('file:') && fileURLToPath(url) === address
        ? {
            format: file.endsWith('.ts') ? 'module-typescript' : 'module',
            source: source.replace(find, () => put),
            shortCircuit: true,
          }
        : nextLoad(url, context),
  });
}
