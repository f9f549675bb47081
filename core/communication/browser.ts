// The door for the panel's client components: types alone, nothing of the server.
export type { PanelNote } from './services/panel-notes.ts';
export type { FamilyCount, Telling } from './services/tell-families.ts';
