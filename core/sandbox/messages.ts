/** What a worker may say. It is untrusted: anything of another shape ends it. */
export type WorkerMessage =
  | { t: 'ready' }
  | { t: 'host'; callId: string; id: string; name: string; body: string }
  | { t: 'log'; callId: string; body: string }
  | { t: 'done'; callId: string; code: string; body: string; cpuMs: number }
  | { t: 'idle'; callId: string }
  | { t: 'broken'; callId: string };

export type RunMessage = {
  t: 'run';
  callId: string;
  hash: string;
  /** Left out when the worker still has this bundle. */
  code?: string;
  /** A bundle the worker must drop. */
  forget?: string;
  request: string;
  now: number;
  seed: number;
};

export type SupervisorMessage = RunMessage | { t: 'answer'; callId: string; id: string; body: string };

/** Reads one frame from a worker; undefined for anything that is not exactly a known message. */
export function readWorkerMessage(line: string): WorkerMessage | undefined {
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (raw === null || typeof raw !== 'object') return undefined;
  const { t, callId, id, name, code, body, cpuMs } = raw as Record<string, unknown>;
  if (t === 'ready') return { t };
  if (typeof callId !== 'string') return undefined;
  if (t === 'idle' || t === 'broken') return { t, callId };
  if (typeof body !== 'string') return undefined;
  if (t === 'log') return { t, callId, body };
  if (t === 'host' && typeof id === 'string' && typeof name === 'string')
    return { t, callId, id, name, body };
  if (t === 'done' && typeof code === 'string' && typeof cpuMs === 'number')
    return { t, callId, code, body, cpuMs };
  return undefined;
}
