export { readLink, type SignedLink, signLink } from './services/signed-links.ts';
export { openStorage, type Storage, storageKey } from './services/storage.ts';
export { forgetStoredFile, noteStoredFile } from './services/stored-files.ts';
