/** Where an add-on stands in a school. `available` is a school without an install, and after `purged` the same again. */
export type InstallState = 'installed' | 'enabled' | 'suspended' | 'uninstalling' | 'purged';
export type Standing = InstallState | 'available';

export type SuspendedFor = 'payment' | 'fault' | 'revoked';

export type InstallAction =
  | 'install'
  | 'enable'
  | 'disable'
  | 'suspend'
  | 'resume'
  | 'uninstall'
  | 'take_back'
  | 'purge';

/**
 * Every way from state to state; the database refuses all others (migrations/0015). Only `purge` touches data. What the
 * plan or the platform takes away and gives back moves between `enabled` and `suspended` and nowhere else.
 */
export const MOVES: Record<InstallAction, { from: readonly Standing[]; to: InstallState }> = {
  install: { from: ['available', 'purged'], to: 'installed' },
  enable: { from: ['installed'], to: 'enabled' },
  disable: { from: ['enabled', 'suspended'], to: 'installed' },
  suspend: { from: ['enabled'], to: 'suspended' },
  resume: { from: ['suspended'], to: 'enabled' },
  uninstall: { from: ['installed', 'enabled', 'suspended'], to: 'uninstalling' },
  take_back: { from: ['uninstalling'], to: 'installed' },
  purge: { from: ['uninstalling'], to: 'purged' },
};

/** How long a school may take an uninstall back, in days. */
export const GRACE_DAYS = 30;

/**
 * The state an action leads to: `same` when the install is there already, so that an action sent twice acts once, and
 * `refused` when no way leads there.
 */
export function nextStanding(
  action: InstallAction,
  now: Standing,
): { kind: 'to'; state: InstallState } | { kind: 'same' } | { kind: 'refused' } {
  const { from, to } = MOVES[action];
  if (from.includes(now)) return { kind: 'to', state: to };
  return now === to ? { kind: 'same' } : { kind: 'refused' };
}

/** Whether data, version and settings of the install are still there to be worked with. */
export function isLiving(state: InstallState): boolean {
  return state === 'installed' || state === 'enabled' || state === 'suspended';
}
