import { hostile } from '../bundle.ts';
import type { BundleCase, CaseGroup } from '../types.ts';

/** The bundle collects what it reached; nothing is what it should be. */
const reaching = (name: string, body: string, code?: string): BundleCase =>
  hostile(name, body, 'ok', {
    ...(code === undefined ? {} : { code }),
    check(outcome) {
      const found = outcome.ok ? JSON.stringify(outcome.result) : outcome.code;
      if (found !== '[]') throw new Error(`The plugin reached ${found.slice(0, 200)}.`);
    },
  });

const WALK = `
  const seen = new Set(); const found = []; const queue = [globalThis, __call, request, (async () => {}), (function* () {})(), (async function* () {})()];
  while (queue.length > 0) {
    const item = queue.pop();
    if (item === null || (typeof item !== 'object' && typeof item !== 'function') || seen.has(item)) continue;
    seen.add(item);
    queue.push(Object.getPrototypeOf(item));
    for (const key of Reflect.ownKeys(item)) {
      const d = Object.getOwnPropertyDescriptor(item, key);
      queue.push(d.value, d.get, d.set);
    }
    try {
      const text = item.constructor.constructor('return typeof process + typeof require + typeof module + typeof WebAssembly')();
      if (typeof text === 'string' && text !== 'undefined'.repeat(4)) found.push(text);
    } catch {}
    if (/Reference|Isolate|ExternalCopy|Callback|Script/.test(Object.prototype.toString.call(item))) found.push('ivm');
  }
  if (seen.size < 500) found.push('walked too little: ' + seen.size);
  for (const name of ['process', 'require', 'fetch', 'setTimeout', 'SharedArrayBuffer']) if (name in globalThis) found.push(name);
  return found;`;

/** Ways out of the isolate: what the guest reaches from anything it can touch. */
export const REACH: CaseGroup = {
  group: 'Reaching out',
  cases: [
    hostile('constructor.constructor on every reachable object', WALK, 'ok', {
      limitClass: 'job',
      check(outcome) {
        if (!outcome.ok || JSON.stringify(outcome.result) !== '[]')
          throw new Error(`The plugin reached ${JSON.stringify(outcome)}.`);
      },
    }),
    reaching(
      'prepareStackTrace and CallSite',
      `const found = [];
       Error.prepareStackTrace = (_error, sites) => sites;
       const toJSON = () => {
         for (const site of new Error().stack) {
           if (site.getFileName() === 'plugin.js') continue;
           if (site.getFunction() !== undefined || typeof site.getThis() === 'object') found.push(site.getFileName());
         }
         return found;
       };
       return { toJSON };`,
    ),
    reaching(
      'arguments.callee.caller',
      '',
      `var found = []; var __daftar = {};
       function note(f) { if (f !== null) found.push(typeof f); }
       function getHandle() { note(arguments.callee.caller); return handle; }
       function handle() { note(arguments.callee.caller); return { then: function then(resolve) { note(then.caller); resolve({ toJSON: toJSON }); } }; }
       function toJSON() { note(toJSON.caller); return found; }
       Object.defineProperty(__daftar, 'handle', { get: getHandle });`,
    ),
    reaching(
      'the bridge with objects in place of text',
      `const found = [];
       const trap = { toString() { found.push('toString ran'); return 'x'; }, valueOf() { found.push('valueOf ran'); return 1; } };
       for (const args of [[trap, trap], [Symbol('x'), '{}'], ['x.y', new Proxy({}, {})], [], ['log', trap]]) {
         const answer = JSON.parse(await __call(...args));
         if (answer.ok) found.push('answered');
       }
       return found;`,
    ),
  ],
};
