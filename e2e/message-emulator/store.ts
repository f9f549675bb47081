import { countRows, openDatabase } from '../emulator-kit/index.ts';
import { createMailTable, mailSchema } from './mail/mail-table.ts';
import { createSmsTable, smsSchema } from './sms/sms-table.ts';

export type MessageStore = ReturnType<typeof createMessageStore>;

/** Opens the database of the message emulator with its two tables. */
export function createMessageStore(databasePath: string | undefined) {
  const database = openDatabase(databasePath, smsSchema + mailSchema);
  return {
    sms: createSmsTable(database),
    mail: createMailTable(database),
    counts: () => ({ sms: countRows(database, 'sms'), mail: countRows(database, 'mail') }),
    clear: () => database.exec('DELETE FROM sms; DELETE FROM mail;'),
    close: () => {
      if (database.isOpen) database.close();
    },
  };
}
