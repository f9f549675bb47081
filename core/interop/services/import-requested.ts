/** The event that asks for the check or the import of one run, of a package or of a sheet. */
export const IMPORT_REQUESTED = 'import.requested';
