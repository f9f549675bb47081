export { type CapabilityServices, createCapabilities } from './all.ts';
