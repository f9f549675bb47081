// The worker of the plain engine: the same messages over the same channel, with node:vm in place of an isolate.
import vm from 'node:vm';
import { openChannel } from '../worker/channel.mjs';

/** @type {Map<string, string>} */
const bundles = new Map();
/** @type {Map<string, (body: string) => void>} */
const asked = new Map();

const channel = openChannel({
  fd: 3,
  maxFrameBytes: Number(process.argv[2]),
  onMessage(message) {
    if (message.t === 'answer') {
      asked.get(message.id)?.(message.body);
      return;
    }
    if (message.forget !== undefined) bundles.delete(message.forget);
    if (message.code !== undefined) bundles.set(message.hash, message.code);
    void run(message);
  },
});

/** @param {{ callId: string, hash: string, request: string }} call */
async function run({ callId, hash, request }) {
  const begun = process.cpuUsage();
  let count = 0;
  const ask = (/** @type {string} */ name, /** @type {string} */ body) => {
    count += 1;
    const id = String(count);
    channel.send({ t: 'host', callId, id, name, body });
    return new Promise((resolve) => asked.set(id, resolve));
  };
  let [code, body] = ['ok', 'null'];
  try {
    const world = vm.createContext({ __call: ask });
    vm.runInContext(bundles.get(hash) ?? '', world, { timeout: 50 });
    body = JSON.stringify(await world.__daftar.handle(JSON.parse(request)));
  } catch (error) {
    [code, body] = error?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' ? ['timeout_cpu', ''] : ['guest_error', ''];
  }
  asked.clear();
  const { user, system } = process.cpuUsage(begun);
  channel.send({ t: 'done', callId, code, body, cpuMs: (user + system) / 1000 });
  channel.send({ t: code === 'timeout_cpu' ? 'broken' : 'idle', callId });
}

channel.send({ t: 'ready' });
