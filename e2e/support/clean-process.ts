import { afterAll, vi } from 'vitest';

// Set up before each of many test files in one process: what the file leaves on the process is taken away before the next
// one begins. Its modules are its own already, see fresh-code.ts.
// The compile cache is kept out of this process alone; the programs that tests start use it.
delete process.env.NODE_DISABLE_COMPILE_CACHE;
const environment = { ...process.env };

// Set up first, so that it runs after the file has closed what it opened.
afterAll(() => {
  vi.useRealTimers();
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment);
  const everybodys = globalThis as Record<PropertyKey, unknown>;
  for (const key of Object.getOwnPropertySymbols(globalThis))
    if (Symbol.keyFor(key)?.startsWith('daftar.')) delete everybodys[key];
  // Where Payload keeps its one instance in a process.
  (everybodys._payload as Map<string, unknown> | undefined)?.clear();
});
