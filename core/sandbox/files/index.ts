export { deleteInstallFiles, type ExportedFile, exportInstallFiles } from './install-files.ts';
export type { PluginFileStore } from './keep-file.ts';
