// The cage alone, without any capability that needs a database: what the SDK runs on a partner's machine.
export {
  type Cell as AggregateCell,
  checkQuestion,
  groupCells,
  type Question as AggregateQuestion,
  toldGroup,
} from './capabilities/aggregates/answer.ts';
export {
  MIN_PUPILS,
  partsOfUnits,
  structureOf as aggregateStructure,
} from './capabilities/aggregates/structure.ts';
export { cleanLogLine, createLogCapability } from './capabilities/log.ts';
export type {
  AnyCapability,
  Capability,
  CapabilityContext,
  Grant,
  PersonalDataAccess,
} from './capabilities/registry.ts';
export { createHostCall, refuseCall } from './capabilities/registry.ts';
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
