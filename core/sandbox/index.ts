export * from './capabilities/index.ts';
export { assertSafeIsolatedVm } from './isolated-vm.ts';
export type { Limits } from './limits.ts';
export { LIMITS } from './limits.ts';
export { createSupervisor } from './supervisor.ts';
export type {
  Fence,
  HostAnswer,
  HostCall,
  Json,
  LimitClass,
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
} from './types.ts';
