import { describe, expect, it } from 'vitest';
import { type InstallAction, MOVES, nextStanding, type Standing } from './install-states.ts';

const STANDINGS: Standing[] = ['available', 'installed', 'enabled', 'suspended', 'uninstalling', 'purged'];
const ACTIONS = Object.keys(MOVES) as InstallAction[];

describe('the states of an install', () => {
  it('should lead through a whole life and back to a new one', () => {
    const path: [InstallAction, Standing][] = [
      ['install', 'installed'],
      ['enable', 'enabled'],
      ['suspend', 'suspended'],
      ['resume', 'enabled'],
      ['uninstall', 'uninstalling'],
      ['take_back', 'installed'],
      ['uninstall', 'uninstalling'],
      ['purge', 'purged'],
      ['install', 'installed'],
    ];
    let standing: Standing = 'available';
    for (const [action, to] of path) {
      expect(nextStanding(action, standing)).toEqual({ kind: 'to', state: to });
      standing = to;
    }
  });

  it('should change nothing when an action is repeated', () => {
    for (const action of ACTIONS)
      expect(nextStanding(action, MOVES[action].to)).toEqual(
        MOVES[action].from.includes(MOVES[action].to) ? expect.anything() : { kind: 'same' },
      );
  });

  it('should let plan and platform move only between enabled and suspended', () => {
    expect(MOVES.suspend).toEqual({ from: ['enabled'], to: 'suspended' });
    expect(MOVES.resume).toEqual({ from: ['suspended'], to: 'enabled' });
  });

  it('should delete only what was being removed', () => {
    for (const standing of STANDINGS.filter((name) => name !== 'uninstalling' && name !== 'purged'))
      expect(nextStanding('purge', standing)).toEqual({ kind: 'refused' });
  });
});
