/** Where a school stands. */
export type SchoolState = 'trial' | 'active' | 'suspended' | 'archived';

/** What staff can do with it. */
export type StateAction = 'start_trial' | 'activate' | 'suspend' | 'resume' | 'archive' | 'unarchive';

type Transition = { from: readonly SchoolState[]; to: SchoolState };

/**
 * Every way from state to state. A resumed school is active, or on trial again while its trial lasts; a school taken out
 * of the archive is read-only until somebody resumes it.
 */
export const TRANSITIONS: Record<StateAction, Transition> = {
  start_trial: { from: ['active', 'suspended'], to: 'trial' },
  activate: { from: ['trial'], to: 'active' },
  suspend: { from: ['trial', 'active'], to: 'suspended' },
  resume: { from: ['suspended'], to: 'active' },
  archive: { from: ['trial', 'active', 'suspended'], to: 'archived' },
  unarchive: { from: ['archived'], to: 'suspended' },
};

/**
 * The state an action leads to: `same` when the school is there already, so that an action sent twice acts once, and
 * `refused` when no way leads there.
 */
export function nextState(
  action: StateAction,
  now: SchoolState,
): { kind: 'to'; state: SchoolState } | { kind: 'same' } | { kind: 'refused' } {
  const { from, to } = TRANSITIONS[action];
  if (from.includes(now)) return { kind: 'to', state: to };
  const isThere = now === to || (action === 'resume' && now === 'trial');
  return isThere ? { kind: 'same' } : { kind: 'refused' };
}

/** The actions that are open in a state, in the order of the table. */
export function openActions(now: SchoolState): StateAction[] {
  return (Object.keys(TRANSITIONS) as StateAction[]).filter((action) =>
    TRANSITIONS[action].from.includes(now),
  );
}
