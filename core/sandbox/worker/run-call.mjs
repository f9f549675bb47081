import { wrapBundle } from './glue.mjs';

const CPU_CHECK_MS = 5;
/** How long nothing may be under way before a call that has not settled is given up. */
const SILENCE_MS = 30;

/**
 * @typedef {{ callId: string, code: string, hash: string, request: string, now: number, seed: number }} CallRequest
 */

/** Code caches by bundle hash. Made by this process from the bytes alone, before any guest code ran on them. */
const codeCaches = new Map();

/**
 * @param {object} isolate
 * @param {CallRequest} call
 */
function compileBundle(isolate, call) {
  const known = codeCaches.get(call.hash);
  if (known !== undefined) {
    return isolate.compileScriptSync(wrapBundle(call.code), { filename: 'plugin.js', cachedData: known });
  }
  // Proves that the code is complete by itself, which the wrapper depends on.
  isolate.compileScriptSync(call.code, { filename: 'plugin.js' }).release();
  const script = isolate.compileScriptSync(wrapBundle(call.code), {
    filename: 'plugin.js',
    produceCachedData: true,
  });
  if (script.cachedData !== undefined) codeCaches.set(call.hash, script.cachedData);
  if (codeCaches.size > 8) codeCaches.delete(codeCaches.keys().next().value);
  return script;
}

/**
 * Runs one call in an isolate that nothing ran in before. Tells the parent through `send`: `host` and `log` messages while it runs, one
 * `done`, and then `idle` when the isolate is gone and the worker can take another call. After a fault there is no
 * `idle`: the parent kills the process, because an isolate that broke its limits may still hold a thread.
 *
 * @param {{ fresh: import('./prepare.mjs').FreshIsolate, limits: import('./prepare.mjs').CallLimits, call: CallRequest,
 *   send: (message: object) => void }} options
 * @returns {{ settle: (id: string, body: string) => void }}
 */
export function runCall({ fresh, limits, call, send }) {
  const { callId } = call;
  const { isolate, context, enter } = fresh;
  let isDone = false;
  let isFaulty = false;
  let pendingHostCalls = 0;
  let hostCalls = 0;
  let logLines = 0;
  let running = 0;
  const cpuStart = process.cpuUsage();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let silence;

  const cpuMs = () => {
    const used = process.cpuUsage(cpuStart);
    return (used.user + used.system) / 1000;
  };
  /** @param {string} code @param {string} body */
  const done = (code, body) => {
    if (isDone) return;
    isDone = true;
    send({ t: 'done', callId, code, body, cpuMs: cpuMs() });
  };
  /** @param {string} code @param {string} message */
  const fault = (code, message) => {
    if (isFaulty) return;
    isFaulty = true;
    clearInterval(watch);
    done(code, message);
    send({ t: 'broken', callId });
  };

  const watch = setInterval(() => {
    if (cpuMs() > limits.cpuMs) fault('timeout_cpu', 'The plugin used more CPU time than its class allows.');
  }, CPU_CHECK_MS);

  const finish = () => {
    if (!isDone || isFaulty || running > 0) return;
    clearInterval(watch);
    clearTimeout(silence);
    isolate.dispose();
    send({ t: 'idle', callId });
  };

  /** @param {string} kind @param {string} id @param {string} name @param {string} body */
  const fromGuest = (kind, id, name, body) => {
    if (isDone || typeof body !== 'string') return;
    if (kind === 'host') {
      hostCalls += 1;
      if (hostCalls > limits.hostCalls) return;
      pendingHostCalls += 1;
      send({ t: 'host', callId, id, name, body });
    } else if (kind === 'log') {
      logLines += 1;
      if (logLines <= limits.logLines) send({ t: 'log', callId, body });
    } else if (kind === 'done') {
      done(id, body);
      finish();
    }
  };

  /** Counts guest work under way, and gives up a call that can never settle. @param {Promise<unknown>} work */
  const track = (work) => {
    running += 1;
    const end = () => {
      running -= 1;
      if (isDone) {
        finish();
        return;
      }
      // Guests have no timers: with nothing running and nothing asked for, no answer can come any more. The pause lets
      // messages that are already on their way arrive first.
      clearTimeout(silence);
      silence = setTimeout(() => {
        if (isDone || running > 0 || pendingHostCalls > 0) return;
        done('never_settles', 'The plugin left its promise open with nothing to wait for.');
        finish();
      }, SILENCE_MS);
    };
    work.then(end, () => {
      // The error itself is not looked at: it may be the guest's. Whether the isolate died is all that counts.
      if (isolate.isDisposed && !isDone)
        fault('memory', 'The plugin used more memory than its class allows.');
      else if (isolate.isDisposed) fault('memory', 'The isolate died after its answer.');
      else end();
    });
  };

  fresh.listen({ fromGuest, onDeath: () => fault('memory', 'The isolate ran out of memory.') });
  try {
    const script = compileBundle(isolate, call);
    enter.applyIgnored(undefined, ['begin', '', JSON.stringify({ now: call.now, seed: call.seed })]);
    track(script.run(context));
    track(enter.apply(undefined, ['run', '', call.request]));
  } catch {
    // Only compiling can throw here, before the guest ran: the bundle is not a complete script.
    done('guest_error', 'The bundle cannot be compiled.');
    finish();
  }

  return {
    settle(id, body) {
      if (isDone) return;
      pendingHostCalls -= 1;
      track(enter.apply(undefined, ['settle', id, body]));
    },
  };
}
