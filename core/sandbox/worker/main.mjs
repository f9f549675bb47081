// The untrusted side: plain JavaScript, because type stripping needs WebAssembly and the worker runs without it.
// Arguments: path of the isolated-vm addon, cap of a frame in bytes. Descriptor 3 is the channel to the supervisor.
import { createRequire } from 'node:module';
import { openChannel } from './channel.mjs';
import { runCall } from './run-call.mjs';

const [addonPath, maxFrameBytes] = process.argv.slice(2);
const { ivm } = createRequire(import.meta.url)(addonPath);

/** Bundles sent so far, by hash. The supervisor says what to forget. @type {Map<string, string>} */
const bundles = new Map();
/** @type {{ callId: string, settle: (id: string, body: string) => void } | undefined} */
let current;

const channel = openChannel({
  fd: 3,
  maxFrameBytes: Number(maxFrameBytes),
  onMessage(message) {
    if (message.t === 'run') {
      if (message.forget !== undefined) bundles.delete(message.forget);
      if (message.code !== undefined) bundles.set(message.hash, message.code);
      const code = bundles.get(message.hash);
      current = undefined;
      const handle = runCall({ ivm, call: { ...message, code }, send: channel.send });
      current = { callId: message.callId, settle: handle.settle };
    } else if (message.t === 'answer' && current?.callId === message.callId) {
      current.settle(message.id, message.body);
    }
  },
});

channel.send({ t: 'ready' });
