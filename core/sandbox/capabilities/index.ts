export { cleanLogLine, createLogCapability } from './log.ts';
export type {
  Capability,
  CapabilityContext,
  CapabilityResult,
  Grant,
  PersonalDataAccess,
} from './registry.ts';
export { createHostCall } from './registry.ts';
