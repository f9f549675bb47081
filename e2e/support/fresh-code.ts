import { readFileSync } from 'node:fs';
import { type ResolveFnOutput, registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';

// Loaded before anything else (--import) in a process that runs many test files, one after the other. Vitest gives each
// test file an address of its own (?vitest=<moment>); what the file imports of this repository inherits the mark, and so
// on down. Each file thereby has the product's modules to itself, every cache and counter at its beginning, while the
// packages, which are most of what a start costs, are loaded once in the process.
const MARK = /\?vitest=\d+$/;

// The files do not change while tests run: what was found and read for one test file is kept for the next.
const found = new Map<string, ResolveFnOutput>();
/** What Node makes of our files: the same types stripped away, by the same function. */
const stripped = new Map<string, string>();

registerHooks({
  resolve: (specifier, context, nextResolve) => {
    const { parentURL = '', conditions = [] } = context;
    const mark = MARK.exec(parentURL)?.[0];
    if (mark === undefined) return nextResolve(specifier, context);
    const key = [specifier, parentURL.slice(0, -mark.length), ...conditions].join('\n');
    const plain = found.get(key) ?? nextResolve(specifier, context);
    found.set(key, plain);
    const isOurs =
      plain.url.startsWith('file:') && !plain.url.includes('/node_modules/') && !plain.url.includes('?');
    return { ...plain, ...(isOurs ? { url: `${plain.url}${mark}` } : {}), shortCircuit: true };
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
