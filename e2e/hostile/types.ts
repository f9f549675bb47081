import type { HostCall, Json, LimitClass, SandboxOutcome } from '../../core/sandbox/index.ts';
import type { Stage } from './stage.ts';

/** A plugin's bundle that misbehaves, run in the cage as any plugin is. */
export type BundleCase = {
  name: string;
  limitClass: LimitClass;
  /** The bundle: a script that sets the global `__daftar`. */
  code: string;
  /** The codes that may answer it; `ok` when the plugin gets away with harming only itself. */
  expected: readonly string[];
  host?: HostCall;
  input?: Json;
  /** What else must be true of the outcome; throws when it is not. */
  check?(outcome: SandboxOutcome): void;
};

/** An attack that takes more than one call, or goes through another part than the cage. Answers the code it met. */
export type StagedCase = {
  name: string;
  limitClass: LimitClass | 'none';
  expected: readonly string[];
  run(stage: Stage): Promise<string>;
};

export type HostileCase = BundleCase | StagedCase;

export type CaseGroup = { group: string; cases: HostileCase[] };

/** What one case cost, for the table. */
export type CaseResult = {
  group: string;
  name: string;
  limitClass: string;
  expected: readonly string[];
  code: string;
  /** Largest resident memory of a worker of this class while the case ran. */
  peakMb: number | undefined;
  wallMs: number;
  /** The longest time this process did not come back to its event loop. */
  pauseMs: number;
  victimMs: number;
};
