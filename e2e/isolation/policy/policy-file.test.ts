import { describe, expect, it } from 'vitest';
import type { Driven } from '../drive.ts';
import { differences, policyNames } from './policy-file.ts';

const all = { own: 'ok', other: 'ok', foreign: '404' };

function driven(operation: string, person: string): Driven {
  return new Map([[operation, new Map([[person, all]])]]);
}

describe('the committed policy', () => {
  it('should be there, a table for each collection', () => {
    expect(policyNames()).toEqual(expect.arrayContaining(['students', 'users', 'endpoints', 'routes']));
  });

  it('should agree with what it says itself', () => {
    const found = differences('students', driven('read', 'admin'));
    expect(found.filter((sentence) => !sentence.includes('nothing is left'))).toEqual([]);
  });

  it.each([
    ['a collection without a table', 'dragons', driven('read', 'admin'), 'dragons has no table'],
    [
      'an operation without a row',
      'students',
      driven('POST /:id/expel', 'admin'),
      'has no row "POST /:id/expel"',
    ],
    ['a person without a column', 'students', driven('read', 'janitor'), 'no column "janitor"'],
    [
      'a cell that differs',
      'students',
      driven('read', 'anonymous'),
      'the policy says "403", the product does "all"',
    ],
    ['a row of something that is gone', 'students', driven('read', 'admin'), 'nothing is left of "create"'],
  ])('should tell of %s and what to do', (_what, name, table, sentence) => {
    expect(differences(name, table).join('\n')).toContain(sentence);
  });
});
