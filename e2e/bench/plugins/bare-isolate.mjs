// The baseline: an isolate and a context and nothing else, in a process with the flags of a worker. One a line asked.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const { ivm } = createRequire(import.meta.url)(process.argv[2]);

createInterface({ input: process.stdin }).on('line', () => {
  const begun = performance.now();
  const isolate = new ivm.Isolate({ memoryLimit: 64 });
  isolate.createContextSync();
  isolate.dispose();
  process.stdout.write(`${performance.now() - begun}\n`);
});
