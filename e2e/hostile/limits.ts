/** A plugin may not keep the trusted process from its event loop longer than this. */
export const MAX_PAUSE_MS = 100;
