export * from './capabilities/index.ts';
export type { Engine } from './engine.ts';
export { assertSafeIsolatedVm, isolatedVmEngine } from './isolated-vm.ts';
export type { Limits } from './limits.ts';
export { LIMITS } from './limits.ts';
export { createSupervisor } from './supervisor.ts';
export type {
  CallMatch,
  Fence,
  HostAnswer,
  HostCall,
  Json,
  LimitClass,
  Pause,
  SandboxCall,
  SandboxCode,
  SandboxEntry,
  SandboxLog,
  SandboxLogger,
  SandboxOutcome,
  SandboxStatus,
  SandboxUsage,
  Supervisor,
  SupervisorOptions,
  WorkerEnd,
} from './types.ts';
