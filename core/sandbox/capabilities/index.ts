export { type CapabilityServices, createCapabilities } from './all.ts';
export {
  deleteInstallData,
  exportInstallData,
  type InstallData,
  restoreInstallData,
} from './own-data/install-data.ts';
