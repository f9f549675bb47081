import { cleanLogLine, readLogLine } from './capabilities/log.ts';
import { parseHostileJson } from './hostile-json.ts';
import { DRAIN_MS, LIMITS } from './limits.ts';
import type { WorkerMessage } from './messages.ts';
import type { HostAnswer, HostCall, SandboxCall, SandboxCode, SandboxLog, SandboxOutcome } from './types.ts';
import type { WorkerExit, WorkerProcess } from './worker-process.ts';

/** Bundles a worker keeps; a fifth pushes out the oldest. */
const BUNDLES_PER_WORKER = 4;

/** Codes a worker may report for a call. The rest are the supervisor's own words. */
const WORKER_CODES = new Set<SandboxCode>([
  'guest_error',
  'memory',
  'never_settles',
  'result_invalid',
  'result_too_large',
  'timeout_cpu',
  'too_many_host_calls',
]);

export type SessionEnd = {
  /** The worker dropped the isolate and can take another call. */
  isReusable: boolean;
  /** The plugin cost a worker its life. */
  isDeath: boolean;
};

export type Session = {
  outcome: Promise<SandboxOutcome>;
  ended: Promise<SessionEnd>;
  /** Answers an open call with this code now and kills the worker. False when the call had its answer already. */
  abort(code: SandboxCode, message: string): boolean;
};

/**
 * Runs one call on one worker. `outcome` settles as soon as the answer is known; `ended` when the worker is free
 * again or has to be replaced. Neither rejects. `request` is the JSON text handed to the guest.
 */
export function startSession({
  worker,
  call,
  request,
  host,
}: {
  worker: WorkerProcess;
  call: SandboxCall;
  request: string;
  host: HostCall;
}): Session {
  const limits = LIMITS[call.limitClass];
  const startedAt = performance.now();
  const logs: SandboxLog[] = [];
  const outcome = Promise.withResolvers<SandboxOutcome>();
  const ended = Promise.withResolvers<SessionEnd>();
  let isAnswered = false;
  let hostCalls = 0;
  let pending = 0;
  let logFrames = 0;
  let drain: ReturnType<typeof setTimeout> | undefined;

  const answer = (result: SessionResult, cpuMs: number): void => {
    if (isAnswered) return;
    isAnswered = true;
    clearTimeout(wall);
    const wallMs = Math.round(performance.now() - startedAt);
    // A worker that lies about its CPU time cannot have used more than the wall clock on every core.
    const cpu = Number.isFinite(cpuMs)
      ? Math.min(Math.max(Math.round(cpuMs * 10) / 10, 0), limits.cpuMs * 10)
      : 0;
    const usage = { cpuMs: cpu, wallMs, hostCalls, logLines: logs.length };
    outcome.resolve({ ...result, usage, logs });
  };
  const fail = (code: SandboxCode, message: string, cpuMs = 0): void =>
    answer({ ok: false, code, message }, cpuMs);
  const end = (result: SessionEnd): void => {
    clearTimeout(drain);
    worker.listen(undefined);
    if (!result.isReusable) worker.kill();
    ended.resolve(result);
  };

  const wall = setTimeout(() => {
    const isHostSlow = pending > 0;
    fail('timeout_wall', 'The call did not end within the wall time of its class.');
    // Waiting for the host is not the plugin's fault, so it does not count towards a pause.
    end({ isReusable: false, isDeath: !isHostSlow });
  }, limits.wallMs);

  const serve = async (id: string, name: string, body: string): Promise<void> => {
    hostCalls += 1;
    pending += 1;
    const reply = await askHost({ host, name, body, maxBytes: limits.payloadBytes });
    pending -= 1;
    if (!isAnswered) worker.send({ t: 'answer', callId: call.callId, id, body: JSON.stringify(reply) });
  };

  const onMessage = (message: WorkerMessage): void => {
    // A worker that speaks of another call is out of step or taken over: it is not heard and does not go on.
    if (message.t === 'ready' || message.callId !== call.callId) {
      fail('worker_died', 'The worker broke the protocol.');
      end({ isReusable: false, isDeath: true });
    } else if (message.t === 'idle') {
      if (!isAnswered) fail('worker_died', 'The worker broke the protocol.');
      end({ isReusable: true, isDeath: false });
    } else if (message.t === 'broken') {
      fail('worker_died', 'The worker gave up.');
      end({ isReusable: false, isDeath: true });
    } else if (isAnswered || (message.t === 'log' && logFrames >= limits.logLines)) {
      // The worker says nothing of a call after `done` and drops lines over the limit itself; one that does not is no
      // longer ours, and would keep this process busy reading.
      fail('worker_died', 'The worker broke the protocol.');
      end({ isReusable: false, isDeath: true });
    } else if (message.t === 'host') {
      if (hostCalls < limits.hostCalls) void serve(message.id, message.name, message.body);
      else {
        fail('too_many_host_calls', 'The plugin made more host calls than its class allows.');
        end({ isReusable: false, isDeath: true });
      }
    } else if (message.t === 'log') {
      logFrames += 1;
      const line = readLogLine(message.body, limits.logLineBytes);
      if (line !== undefined) logs.push(line);
    } else {
      answer(readResult(message.code, message.body, limits.payloadBytes), message.cpuMs);
      // The isolate is being dropped. A guest that keeps a thread busy after its answer loses the worker.
      drain = setTimeout(() => end({ isReusable: false, isDeath: true }), DRAIN_MS + limits.cpuMs);
    }
  };

  const onExit = ({ isOutOfMemory }: WorkerExit): void => {
    if (isOutOfMemory) fail('memory', 'The plugin used more memory than its class allows.');
    else fail('worker_died', 'The worker process ended during the call.');
    end({ isReusable: false, isDeath: true });
  };

  worker.listen({ onMessage, onExit });
  worker.calls += 1;
  worker.tenantId = call.tenantId;
  const isKnown = worker.bundles.includes(call.bundle.sha256);
  if (!isKnown) worker.bundles.push(call.bundle.sha256);
  worker.send({
    t: 'run',
    callId: call.callId,
    hash: call.bundle.sha256,
    ...(isKnown ? {} : { code: call.bundle.code }),
    ...(worker.bundles.length > BUNDLES_PER_WORKER ? { forget: worker.bundles.shift() } : {}),
    request,
    now: call.now,
    seed: call.seed >>> 0,
  });

  return {
    outcome: outcome.promise,
    ended: ended.promise,
    abort(code, message) {
      if (isAnswered) return false;
      fail(code, message);
      end({ isReusable: false, isDeath: false });
      return true;
    },
  };
}

type SessionResult =
  | Pick<Extract<SandboxOutcome, { ok: true }>, 'ok' | 'result'>
  | Pick<Extract<SandboxOutcome, { ok: false }>, 'ok' | 'code' | 'message'>;

function readResult(code: string, body: string, maxBytes: number): SessionResult {
  if (code !== 'ok') {
    const known = [...WORKER_CODES].find((candidate) => candidate === code);
    return { ok: false, code: known ?? 'guest_error', message: cleanLogLine(body.slice(0, 1_200), 600) };
  }
  if (Buffer.byteLength(body) > maxBytes) {
    return { ok: false, code: 'result_too_large', message: 'The result is too large.' };
  }
  const parsed = parseHostileJson(body);
  if (parsed === undefined) {
    return { ok: false, code: 'result_invalid', message: 'The result is not JSON, or is nested too deep.' };
  }
  return { ok: true, result: parsed.value };
}

async function askHost({
  host,
  name,
  body,
  maxBytes,
}: {
  host: HostCall;
  name: string;
  body: string;
  maxBytes: number;
}): Promise<HostAnswer> {
  if (Buffer.byteLength(body) > maxBytes || name.length > 100) {
    return { ok: false, code: 'argument_too_large', message: 'The argument is too large.' };
  }
  const args = parseHostileJson(body);
  if (args === undefined)
    return { ok: false, code: 'invalid_argument', message: 'The argument is not JSON.' };
  try {
    const reply = await host(name, args.value);
    const text = JSON.stringify(reply);
    if (Buffer.byteLength(text) <= maxBytes) return reply;
    return { ok: false, code: 'answer_too_large', message: 'The answer is too large; ask for fewer rows.' };
  } catch {
    return { ok: false, code: 'internal', message: 'The host could not serve this call.' };
  }
}
