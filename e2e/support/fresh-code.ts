import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';

// Loaded before anything else (--import) in a process that runs many test files, one after the other. Vitest gives each
// test file an address of its own (?vitest=<moment>); what the file imports of this repository inherits the mark, and so
// on down. Each file thereby has the product's modules to itself, every cache and counter at its beginning, while the
// packages, which are most of what a start costs, are loaded once in the process.
const MARK = /\?vitest=\d+$/;

/** What Node makes of our files, kept for the next test file: the same types stripped away, by the same function. */
const stripped = new Map<string, string>();

registerHooks({
  resolve: (specifier, context, nextResolve) => {
    const resolved = nextResolve(specifier, context);
    const mark = MARK.exec(context.parentURL ?? '')?.[0];
    const { url } = resolved;
    const isOurs = url.startsWith('file:') && !url.includes('/node_modules/') && !url.includes('?');
    return mark !== undefined && isOurs ? { ...resolved, url: `${url}${mark}` } : resolved;
  },
  load: (url, context, nextLoad) => {
    const address = url.replace(MARK, '');
    if (address === url || !address.endsWith('.ts')) return nextLoad(url, context);
    const source =
      stripped.get(address) ?? stripTypeScriptTypes(readFileSync(fileURLToPath(address), 'utf8'));
    stripped.set(address, source);
    return { format: 'module', source, shortCircuit: true };
  },
});
