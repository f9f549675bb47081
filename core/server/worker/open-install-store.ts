import type pg from 'pg';
import type { InstallStore } from '../../../marketplace/worker.ts';
import {
  deleteInstallData,
  deleteInstallFiles,
  exportInstallData,
  exportInstallFiles,
  restoreInstallData,
} from '../../sandbox/index.ts';
import type { Storage } from '../../storage/index.ts';

/** What add-ons keep, for upgrades, rollbacks, exports and deletions. */
export function openInstallStore(pool: pg.Pool, storage: Storage): InstallStore {
  return {
    exportData: exportInstallData,
    restoreData: restoreInstallData,
    deleteData: deleteInstallData,
    listFiles: (installId) => exportInstallFiles({ pool, storage }, installId),
    deleteFiles: (installId) => deleteInstallFiles({ pool, storage }, installId),
    putExport: (key, body) => storage.put(key, body, 'application/zip'),
    removeExport: storage.remove,
  };
}
