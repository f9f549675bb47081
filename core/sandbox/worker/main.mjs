// The untrusted side: plain JavaScript, because type stripping needs WebAssembly and the worker runs without it.
// Arguments: path of the isolated-vm addon, cap of a frame in bytes, the limits of every call as JSON. Descriptor 3 is
// the channel to the supervisor.
import { createRequire } from 'node:module';
import { openChannel } from './channel.mjs';
import { prepareIsolate } from './prepare.mjs';
import { runCall } from './run-call.mjs';

const [addonPath, maxFrameBytes, limitsText] = process.argv.slice(2);
const { ivm } = createRequire(import.meta.url)(addonPath);
const limits = JSON.parse(limitsText);

/** Bundles sent so far, by hash. The supervisor says what to forget. @type {Map<string, string>} */
const bundles = new Map();
/** @type {{ callId: string, settle: (id: string, body: string) => void } | undefined} */
let current;
/** The isolate of the next call. @type {import('./prepare.mjs').FreshIsolate | undefined} */
let next = prepareIsolate({ ivm, limits });

/** @param {{ t: string }} message */
function send(message) {
  channel.send(message);
  // Made between calls, where nobody waits for it.
  if (message.t === 'idle') setImmediate(() => (next ??= prepareIsolate({ ivm, limits })));
}

const channel = openChannel({
  fd: 3,
  maxFrameBytes: Number(maxFrameBytes),
  onMessage(message) {
    if (message.t === 'run') {
      if (message.forget !== undefined) bundles.delete(message.forget);
      if (message.code !== undefined) bundles.set(message.hash, message.code);
      const code = bundles.get(message.hash);
      current = undefined;
      const fresh = next ?? prepareIsolate({ ivm, limits });
      next = undefined;
      const handle = runCall({ fresh, limits, call: { ...message, code }, send });
      current = { callId: message.callId, settle: handle.settle };
    } else if (message.t === 'answer' && current?.callId === message.callId) {
      current.settle(message.id, message.body);
    }
  },
});

channel.send({ t: 'ready' });
