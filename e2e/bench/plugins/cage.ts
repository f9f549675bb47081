import { hash } from 'node:crypto';
import {
  createSupervisor,
  type HostCall,
  type SandboxCall,
  type SandboxOutcome,
  type Supervisor,
  type SupervisorOptions,
} from '../../../core/sandbox/index.ts';

/** A cage to measure, and one call of it that must succeed. */
export type BenchCage = {
  supervisor: Supervisor;
  call(code: string, call?: Partial<SandboxCall>, host?: HostCall): Promise<SandboxOutcome>;
  close(): Promise<void>;
};

/** An absence as the outbox carries it, filled to 4 KB with the pupils of a class. */
export const EVENT = {
  type: 'attendance.absence_recorded',
  data: {
    studentId: '0b6f1c1e-6f0c-4c5e-9d0a-3a6b1f2c4d5e',
    date: '2026-11-22',
    others: Array.from({ length: 52 }, (_, index) => ({ n: index, name: 'ليلى حسن العطية', code: 'absent' })),
  },
};

/** What a small add-on does with an event: it reads it through and answers a number. */
export const HANDLER = `var __daftar = { handle: async function (request) {
  let letters = 0;
  for (const other of request.input.data.others) letters += other.name.length;
  return { letters };
} };`;

/** The same, with one question to the host. */
export const ASKING_HANDLER = `var __daftar = { handle: async function (request) {
  const answer = JSON.parse(await __call('guardians.read', JSON.stringify({ studentId: request.input.data.studentId })));
  return answer.ok;
} };`;

const answer: HostCall = async () => ({ ok: true, value: { items: [], total: 0 } });

export async function openCage(options: SupervisorOptions = {}): Promise<BenchCage> {
  const supervisor = createSupervisor(options);
  await supervisor.warm();
  const hashes = new Map<string, string>();
  let count = 0;
  return {
    supervisor,
    async call(code, overrides = {}, host = answer) {
      count += 1;
      const sha256 = hashes.get(code) ?? hash('sha256', code);
      hashes.set(code, sha256);
      const outcome = await supervisor.run(
        {
          callId: `bench-${count}`,
          tenantId: 'bench',
          installId: 'bench',
          pluginId: 'bench.plugin.id',
          version: '1.0.0',
          bundle: { code, sha256 },
          entry: { kind: 'event', name: EVENT.type },
          input: EVENT,
          settings: {},
          facts: {},
          limitClass: 'job',
          now: Date.now(),
          seed: count,
          ...overrides,
        },
        host,
      );
      if (!outcome.ok) throw new Error(`A call of the bench answered ${outcome.code}: ${outcome.message}`);
      return outcome;
    },
    close: () => supervisor.close(),
  };
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
