/**
 * The code that stands between the guest and the bridge, run once in every fresh isolate before the bundle.
 * $0 is the only way out: an ignored-mode callback that takes strings. What the glue returns is the only way in.
 *
 * Dangers it is written against:
 * - strict mode everywhere, else `caller.arguments` would hand $0 to the guest;
 * - the guest may patch every built-in, so the glue uses private copies and neither spreads, nor destructures arrays,
 *   nor calls methods on values (each of those looks up something patchable);
 * - records are made without a prototype, else Object.prototype.toJSON would see them;
 * - nothing the guest throws may leave the isolate: isolated-vm would read its message and stack, and a getter
 *   there can loop outside every timeout.
 */
export const GLUE = `'use strict';
const post = $0;
const config = $1;
const parse = JSON.parse;
const stringify = JSON.stringify;
const apply = Reflect.apply;
const construct = Reflect.construct;
const define = Object.defineProperty;
const nullProto = Object.create;
const P = Promise;
const then = P.prototype.then;
const text = String;
const slice = String.prototype.slice;
const imul = Math.imul;
const limits = parse(config);
const limit = (value, length) => apply(slice, value, [0, length]);
const fixed = (target, key, value) =>
  define(target, key, { __proto__: null, value, writable: false, enumerable: false, configurable: false });

for (const name of ['WebAssembly', 'SharedArrayBuffer', 'Atomics', 'Temporal']) delete globalThis[name];

// Clock and chance: frozen and seeded, so that a call can be replayed and offers no timer to measure with.
let now = 0;
const RealDate = Date;
function FrozenDate() {
  if (new.target === undefined) return text(new RealDate(now));
  return construct(RealDate, arguments.length === 0 ? [now] : arguments, new.target);
}
fixed(FrozenDate, 'prototype', RealDate.prototype);
fixed(FrozenDate, 'now', function () { return now; });
fixed(FrozenDate, 'parse', RealDate.parse);
fixed(FrozenDate, 'UTC', RealDate.UTC);
fixed(FrozenDate, 'name', 'Date');
fixed(RealDate.prototype, 'constructor', FrozenDate);
fixed(globalThis, 'Date', FrozenDate);
if (typeof Intl === 'object') {
  const proto = Intl.DateTimeFormat.prototype;
  const readFormat = Object.getOwnPropertyDescriptor(proto, 'format').get;
  const toParts = proto.formatToParts;
  define(proto, 'format', { __proto__: null, configurable: false, get() {
    const real = apply(readFormat, this, []);
    return function (date) { return real(date === undefined ? now : date); };
  } });
  fixed(proto, 'formatToParts', function (date) { return apply(toParts, this, [date === undefined ? now : date]); });
}
let state = 0;
fixed(Math, 'random', function () {
  state = (state + 0x6d2b79f5) >>> 0;
  let mixed = imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
});

const waiting = nullProto(null);
let calls = 0;
let lines = 0;
let finished = false;

const refuse = (code, message) => {
  const answer = nullProto(null);
  answer.ok = false;
  answer.code = code;
  answer.message = message;
  return stringify(answer);
};

// Answers a JSON envelope as text, and never rejects. The host checks everything again.
function call(capability, args) {
  if (typeof capability !== 'string' || typeof args !== 'string') {
    return new P((resolve) => resolve(refuse('invalid_argument', 'Both arguments must be text.')));
  }
  if (capability === 'log') {
    if (lines < limits.logLines) {
      lines += 1;
      const isTooLong = args.length > limits.logLineBytes * 8;
      post('log', '', '', isTooLong ? '{"level":"warn","message":"A log line was too long and was dropped."}' : args);
    }
    return new P((resolve) => resolve('{"ok":true,"value":null}'));
  }
  if (args.length > limits.payloadBytes || capability.length > 100) {
    return new P((resolve) => resolve(refuse('argument_too_large', 'The argument is too large.')));
  }
  calls += 1;
  if (calls > limits.hostCalls) {
    // Told kindly first; one that goes on regardless is ended by the worker.
    if (calls > limits.hostCalls * 2 && !finished) {
      finished = true;
      post('done', 'too_many_host_calls', '', 'The plugin made more host calls than its class allows.');
    }
    return new P((resolve) => resolve(refuse('too_many_host_calls', 'No more host calls in this call.')));
  }
  const id = text(calls);
  return new P((resolve) => {
    waiting[id] = resolve;
    post('host', id, capability, args);
  });
}

const describe = (error) => {
  try {
    if (typeof error === 'string') return limit(error, 500);
    if (error === null || error === undefined) return text(error);
    if (typeof error !== 'object' && typeof error !== 'function') return limit(text(error), 500);
    const name = error.name;
    const message = error.message;
    const label = typeof name === 'string' ? limit(name, 100) : 'Error';
    return typeof message === 'string' ? label + ': ' + limit(message, 500) : label;
  } catch {
    return 'The plugin threw something that cannot be described.';
  }
};

function fail(error) {
  if (finished) return;
  const message = describe(error);
  if (finished) return;
  finished = true;
  post('done', 'guest_error', '', message);
}

async function start(request) {
  if (finished) return;
  try {
    const module = globalThis.__daftar;
    const handle = module === undefined || module === null ? undefined : module.handle;
    if (typeof handle !== 'function') {
      if (!finished) {
        finished = true;
        post('done', 'guest_error', '', 'The bundle has no entry: global __daftar.handle is not a function.');
      }
      return;
    }
    const value = await apply(handle, undefined, [parse(request)]);
    const result = value === undefined ? 'null' : stringify(value);
    if (finished) return;
    finished = true;
    if (typeof result !== 'string') post('done', 'result_invalid', '', 'The result cannot be written as JSON.');
    else if (result.length > limits.payloadBytes) post('done', 'result_too_large', '', 'The result is too large.');
    else post('done', 'ok', '', result);
  } catch (error) {
    fail(error);
  }
}

fixed(globalThis, '__call', call);
fixed(globalThis, '__fail', fail);

return function enter(kind, id, body) {
  if (kind === 'begin') {
    const moment = parse(body);
    now = moment.now;
    state = moment.seed >>> 0;
    return;
  }
  if (kind === 'run') {
    // start() catches everything; the second handler only keeps a patched species from raising a rejection.
    apply(then, start(body), [undefined, () => undefined]);
    return;
  }
  const resolve = waiting[id];
  if (resolve === undefined) return;
  delete waiting[id];
  resolve(body);
};
`;

/**
 * Wraps a bundle so that whatever its top level throws is caught inside the isolate. Safe only for code that parses
 * alone: complete code cannot close the `try` early.
 *
 * @param {string} code
 * @returns {string}
 */
export function wrapBundle(code) {
  return `try {\n${code}\n} catch (error) { __fail(error); }`;
}
