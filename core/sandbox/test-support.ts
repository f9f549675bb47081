import { hash } from 'node:crypto';
import { createSupervisor } from './supervisor.ts';
import type { HostCall, SandboxCall, SandboxOutcome, Supervisor, SupervisorOptions } from './types.ts';

/** A cage for tests: runs raw bundle code with sensible defaults, and knows a clean call to follow a hostile one. */
export type TestCage = {
  supervisor: Supervisor;
  run(code: string, options?: Partial<SandboxCall> & { host?: HostCall }): Promise<SandboxOutcome>;
  /** Runs a harmless call of another install; answers its outcome. */
  clean(): Promise<SandboxOutcome>;
  close(): Promise<void>;
};

/** Code of a bundle whose handler has this body; `request` is {kind, name, input, settings}. */
export function bundleOf(body: string): string {
  return `var __daftar = { handle: async function (request) {\n${body}\n} };`;
}

/** Few workers, so that a suite of hostile cases fits on a small machine. */
export function createTestCage(options: SupervisorOptions = {}): TestCage {
  const supervisor = createSupervisor({ spares: 1, maxWorkers: 3, ...options });
  let count = 0;
  const run: TestCage['run'] = (code, { host, ...overrides } = {}) => {
    count += 1;
    const call: SandboxCall = {
      callId: `call-${count}`,
      tenantId: 'tenant-a',
      installId: `install-${count}`,
      pluginId: `test.plugin.p${count}`,
      version: '1.0.0',
      bundle: { code, sha256: hash('sha256', code) },
      entry: { kind: 'event', name: 'test' },
      input: null,
      settings: {},
      facts: {},
      limitClass: 'job',
      now: Date.UTC(2026, 10, 22, 7, 30),
      seed: 7,
      ...overrides,
    };
    return supervisor.run(call, host ?? (async (_capability, args) => ({ ok: true, value: args })));
  };
  return {
    supervisor,
    run,
    clean: () => run(bundleOf('return { sum: 1 + 1 };'), { tenantId: 'tenant-b' }),
    close: () => supervisor.close(),
  };
}
