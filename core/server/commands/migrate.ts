import { migrate } from '../database/migrate.ts';
import { openDatabaseForCommand, openSettings } from '../embedded/environment.ts';

/** `daftar migrate` */
export async function migrateCommand(): Promise<void> {
  const settings = openSettings();
  const database = await openDatabaseForCommand(settings);
  try {
    const ran = await migrate(database.urls.migration);
    console.log(ran.length === 0 ? 'The schema is up to date.' : `Ran ${ran.join(', ')}.`);
  } finally {
    await database.stop();
  }
}
