import { hash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Engine, SandboxOutcome } from '../../core/sandbox/index.ts';
import { createSupervisor } from '../../core/sandbox/index.ts';

const WORKER_MAIN = fileURLToPath(new URL('./lying-worker.mjs', import.meta.url));

/** Workers that answer every call with this text, so many times, as an escaped plugin could make them do. */
function lyingEngine(text: string, times: number): Engine {
  return {
    name: 'lying',
    version: '1',
    fences: [],
    readableFiles: [],
    command: () => [process.execPath, '--jitless', WORKER_MAIN, text, String(times)],
  };
}

/** Runs one call in a worker that lies, and answers the code. Throws when this process believed it. */
export async function lying({
  lines,
  times,
  end,
  codeOf,
}: {
  lines: string[];
  times: number;
  end: string;
  codeOf(outcome: SandboxOutcome): string;
}): Promise<string> {
  const supervisor = createSupervisor({
    engine: lyingEngine(lines.map((line) => line + end).join(''), times),
    spares: 1,
    maxWorkers: 1,
  });
  try {
    const code = 'var __daftar;';
    const outcome = await supervisor.run(
      {
        callId: 'call-1',
        tenantId: 'tenant-a',
        installId: 'lies',
        pluginId: 'lies.plugin.id',
        version: '1.0.0',
        bundle: { code, sha256: hash('sha256', code) },
        entry: { kind: 'event', name: 'test' },
        input: null,
        settings: {},
        facts: {},
        limitClass: 'interactive',
        now: 0,
        seed: 0,
      },
      async () => ({ ok: true, value: null }),
    );
    if (outcome.usage.cpuMs < 0 || outcome.logs.length > 20) throw new Error('The worker was believed.');
    if (Reflect.get({}, 'admin') !== undefined) throw new Error('A prototype was changed.');
    return codeOf(outcome);
  } finally {
    await supervisor.close();
  }
}
