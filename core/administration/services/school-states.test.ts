import { describe, expect, it } from 'vitest';
import { nextState, openActions, type SchoolState, type StateAction, TRANSITIONS } from './school-states.ts';

const STATES: SchoolState[] = ['trial', 'active', 'suspended', 'archived'];
const ACTIONS = Object.keys(TRANSITIONS) as StateAction[];

describe('the states of a school', () => {
  it.each([
    ['start_trial', 'active', 'trial'],
    ['start_trial', 'suspended', 'trial'],
    ['activate', 'trial', 'active'],
    ['suspend', 'trial', 'suspended'],
    ['suspend', 'active', 'suspended'],
    ['resume', 'suspended', 'active'],
    ['archive', 'trial', 'archived'],
    ['archive', 'active', 'archived'],
    ['archive', 'suspended', 'archived'],
    ['unarchive', 'archived', 'suspended'],
  ] as const)('should lead by %s from %s to %s', (action, from, to) => {
    expect(nextState(action, from)).toEqual({ kind: 'to', state: to });
  });

  it('should change nothing when an action is repeated', () => {
    for (const action of ACTIONS)
      for (const from of TRANSITIONS[action].from) {
        const first = nextState(action, from);
        expect(first.kind === 'to' && nextState(action, first.state)).toEqual({ kind: 'same' });
      }
  });

  it('should refuse every other way, above all writing in the archive', () => {
    const refused = ACTIONS.flatMap((action) =>
      STATES.filter((state) => nextState(action, state).kind === 'refused').map((s) => `${action} ${s}`),
    );
    expect(refused.sort()).toEqual([
      'activate archived',
      'activate suspended',
      'resume archived',
      'start_trial archived',
      'suspend archived',
      'unarchive active',
      'unarchive trial',
    ]);
  });

  it('should let no school be without a way back', () => {
    for (const state of STATES) expect(openActions(state).length).toBeGreaterThan(0);
  });
});
