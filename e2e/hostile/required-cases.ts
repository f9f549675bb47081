/**
 * Everything that the specification of the plugin platform lists as hostile, phrase by phrase and in its order, with the
 * cases that show it. A case that is renamed or deleted leaves a phrase unmet, and the suite is red. `open` says why a
 * phrase has no case: the part that it attacks does not exist yet.
 */
export const REQUIRED: readonly { phrase: string; cases: readonly string[]; open?: string }[] = [
  { phrase: 'loops', cases: ['endless loop', 'endless loop, as a job', 'endless loop while loading'] },
  { phrase: 'regex with nested quantifiers', cases: ['regex with nested quantifiers'] },
  { phrase: 'regex with look-ahead', cases: ['regex with look-ahead'] },
  { phrase: 'regex with back-reference', cases: ['regex with a back-reference'] },
  { phrase: 'string doubling', cases: ['string doubling'] },
  { phrase: 'string flattening', cases: ['string flattening'] },
  { phrase: '500 MB spread', cases: ['500 MB spread'] },
  { phrase: 'array fill', cases: ['array fill', 'array fill, as an interactive', 'array fill, as a report'] },
  { phrase: 'huge length', cases: ['huge length'] },
  { phrase: 'many buffers', cases: ['many buffers', 'many buffers, as a report'] },
  { phrase: 'resizable ArrayBuffer', cases: ['resizable ArrayBuffer', 'resizable ArrayBuffer, as a report'] },
  { phrase: 'resize loop', cases: ['resize loop'] },
  { phrase: 'SharedArrayBuffer', cases: ['SharedArrayBuffer'] },
  { phrase: 'WebAssembly memory and loop', cases: ['WebAssembly memory', 'WebAssembly loop'] },
  { phrase: 'recursion', cases: ['recursion'] },
  { phrase: 'recursion with catch', cases: ['recursion with catch'] },
  { phrase: 'JSON.parse of five million brackets', cases: ['JSON.parse of five million brackets'] },
  {
    phrase: 'sort, join, indexOf on huge strings',
    cases: ['sort of huge strings', 'join of huge strings', 'indexOf in huge strings'],
  },
  { phrase: 'BigInt power and toString', cases: ['BigInt power', 'BigInt toString'] },
  { phrase: 'promise flood', cases: ['promise flood'] },
  { phrase: 'promise tree', cases: ['promise tree', 'promise tree over turns'] },
  { phrase: 'answer then microtask loop', cases: ['answer, then a microtask loop'] },
  { phrase: 'never-resolving promise', cases: ['never-resolving promise'] },
  { phrase: 'silent thenable', cases: ['silent thenable'] },
  { phrase: 'looping thenable', cases: ['looping thenable'] },
  { phrase: 'Atomics.wait and waitAsync', cases: ['Atomics.wait', 'Atomics.waitAsync'] },
  {
    phrase: 'Error with looping message or stack getter',
    cases: ['looping message getter', 'looping stack getter', 'looping stack on an unhandled rejection'],
  },
  { phrase: 'thrown Proxy', cases: ['thrown Proxy', 'thrown looping Proxy', 'thrown revoked Proxy'] },
  { phrase: 'thrown null', cases: ['thrown null'] },
  { phrase: 'thrown RangeError', cases: ['thrown RangeError'] },
  { phrase: '200 MB message', cases: ['200 MB message', '200 MB message, flat'] },
  { phrase: '500 MB result', cases: ['500 MB result'] },
  { phrase: 'two million objects', cases: ['two million objects'] },
  { phrase: '300,000 levels', cases: ['300,000 levels'] },
  { phrase: 'cycles', cases: ['cycles'] },
  {
    phrase: 'looping getters and Proxy traps in the result',
    cases: ['looping getter in the result', 'Proxy traps in the result'],
  },
  { phrase: '__proto__ keys', cases: ['__proto__ keys'] },
  { phrase: 'patched toJSON', cases: ['patched toJSON'] },
  { phrase: 'patched JSON.stringify', cases: ['patched JSON.stringify'] },
  { phrase: 'patched Promise.prototype.then', cases: ['patched Promise.prototype.then'] },
  { phrase: 'patched Array.prototype.push', cases: ['patched Array.prototype.push'] },
  {
    phrase: 'constructor.constructor on every reachable object',
    cases: ['constructor.constructor on every reachable object'],
  },
  { phrase: 'prepareStackTrace and CallSite', cases: ['prepareStackTrace and CallSite'] },
  { phrase: 'arguments.callee.caller', cases: ['arguments.callee.caller'] },
  {
    phrase: 'host-call floods, awaited or not',
    cases: ['host-call flood, awaited', 'host-call flood, not awaited'],
  },
  { phrase: 'host denial at once', cases: ['host denial at once'] },
  {
    phrase: 'unhandled rejection in one call then a clean call',
    cases: ['unhandled rejection in one call, then a clean call'],
  },
  {
    phrase: 'late, unknown and repeated answers',
    cases: ['late answers', 'unknown answers', 'repeated answers'],
  },
  { phrase: 'dynamic import', cases: ['dynamic import'] },
  { phrase: 'top-level await', cases: ['top-level await'] },
  { phrase: 'eval', cases: ['eval'] },
  { phrase: 'a million new Function', cases: ['a million new Function', 'a million new Function, kept'] },
  { phrase: 'Map flood', cases: ['Map flood'] },
  { phrase: 'Symbol.for flood', cases: ['Symbol.for flood'] },
  { phrase: 'FinalizationRegistry', cases: ['FinalizationRegistry'] },
  { phrase: 'forty stuck isolates then a victim', cases: ['forty stuck isolates, then a victim'] },
  {
    phrase: 'a thousand installs and uninstalls without a leak',
    cases: ['a thousand installs and uninstalls without a leak'],
  },
  {
    phrase: "another tenant's id in arguments, relation depth, where, sort",
    cases: [
      "another tenant's id in arguments",
      "another tenant's records in arguments",
      "another tenant's file and guardian in arguments",
      'relation depth in arguments',
      'where in arguments',
      'where over own collections',
      'sort in arguments',
      'every read of another school at once',
    ],
  },
  { phrase: 'kv keys with ../ or colon', cases: ['kv keys with ../', 'kv keys with a colon'] },
  {
    phrase: 'capability not declared, __proto__, look-alike unicode',
    cases: ['capability not declared', 'capability named __proto__', 'look-alike unicode'],
  },
  {
    phrase: 'SSRF in every spelling of an address, by redirect, by rebinding, by mixed records',
    cases: [
      'SSRF in every spelling of an address',
      'SSRF by a declared name that leads inside',
      'SSRF by redirect',
      'SSRF by rebinding',
      'SSRF by rebinding between hops',
      'SSRF by mixed records',
    ],
  },
  {
    phrase: 'allow-list confusion (evil/x.allowed.com, allowed.com.evil, trailing dot, IDN, CRLF)',
    cases: [
      'allow-list confusion',
      'allow-list confusion by a trailing dot',
      'allow-list confusion by IDN',
      'allow-list confusion by CRLF',
    ],
  },
  {
    phrase: 'endless, slow, gzip-bomb answers, 10,000 headers',
    cases: ['endless answer', 'slow answer', 'gzip-bomb answer', '10,000 headers'],
  },
  { phrase: 'byte budget', cases: ['byte budget'] },
  { phrase: 'timing clock', cases: ['timing clock', 'timing clock, other sources'] },
  { phrase: 'state between calls', cases: ['state between calls'] },
  {
    phrase: 'migration that loops, leaves its namespace or fails half-way',
    cases: ['migration that loops', 'migration that leaves its namespace', 'migration that fails half-way'],
  },
  { phrase: 'crash between work and report', cases: ['crash between work and report'] },
  { phrase: 'a receipt twice', cases: ['a receipt twice', 'the same key by two callers at once'] },
  { phrase: 'cap reached inside a call', cases: ['cap reached inside a call'] },
  {
    phrase: 'zip-slip, symlink, 1 GB zip',
    cases: ['zip-slip', 'symlink', '1 GB zip', '1 GB zip that states less'],
  },
  {
    phrase: 'wrong signature',
    cases: [
      'wrong signature, by another key',
      'wrong signature, of another release',
      'wrong signature, which is none',
    ],
  },
  { phrase: 'same version with other content', cases: ['same version with other content'] },
  { phrase: '10 MB manifest', cases: ['10 MB manifest'] },
  { phrase: 'behaviour that differs in review', cases: ['behaviour that differs in review'] },
  { phrase: 'log injection', cases: ['log injection'] },
  {
    phrase: 'markup, javascript: links and formulas in labels',
    cases: ['markup and javascript: links in labels', 'formulas in labels', 'blocks that are none'],
  },
  {
    phrase: 'revoke during a call',
    cases: ['revoke during a call', 'revoke by staff during calls of two schools'],
  },
  { phrase: 'old isolated-vm', cases: ['old isolated-vm'] },
];

/** The phrases that have no case left, with the names they miss. */
export function unmetPhrases(names: readonly string[]): string[] {
  const present = new Set(names);
  return REQUIRED.flatMap(({ phrase, cases, open }) => {
    if (cases.length === 0 && open === undefined) return [phrase];
    return cases.filter((name) => !present.has(name)).map((name) => `${phrase}: ${name}`);
  });
}
