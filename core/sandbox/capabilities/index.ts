export { guardiansReadCapability } from './guardians-read.ts';
export { cleanLogLine, createLogCapability } from './log.ts';
export type {
  Capability,
  CapabilityContext,
  CapabilityPage,
  CapabilityResult,
  Grant,
  PersonalDataAccess,
} from './registry.ts';
export { createHostCall } from './registry.ts';
export { smsSendCapability } from './sms-send.ts';
export { studentsReadCapability } from './students-read.ts';
