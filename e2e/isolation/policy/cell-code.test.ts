import { describe, expect, it } from 'vitest';
import { codeOf } from './cell-code.ts';
import { parseTable, renderTable, type Table } from './table.ts';

describe('the codes of the policy tables', () => {
  it.each([
    [{ own: 'ok', other: 'ok', foreign: '404' }, 'all'],
    [{ own: 'ok', other: 'hidden', foreign: 'hidden' }, 'own'],
    [{ own: 'ok', other: '403', foreign: '403' }, 'own·403'],
    [{ own: 'ok', other: 'ok', foreign: 'ok' }, 'any'],
    [{ own: 'ok', foreign: '404' }, 'all'],
    [{ own: '409', other: '409', foreign: '404' }, 'all*'],
    [{ own: 'hidden', other: 'hidden', foreign: 'hidden' }, 'none'],
    [{ own: '403', other: '403', foreign: '403' }, '403'],
    [{ own: '404', other: '404', foreign: '404' }, '404'],
    [{ own: 'ok', other: '403', foreign: '404' }, 'ok/403/404'],
    [{ own: '404', other: 'ok', foreign: '404' }, '404/ok/404'],
    [{}, 'none to try'],
  ])('should write %j as %s', (cell, code) => {
    expect(codeOf(cell)).toBe(code);
  });

  it('should never write a foreign row that was reached as a code that hides it', () => {
    for (const own of ['ok', '403', 'hidden'])
      for (const other of ['ok', '403', 'hidden', undefined])
        expect(['all', 'own', 'none']).not.toContain(codeOf({ own, other, foreign: 'ok' }).split('·')[0]);
  });

  it('should read back the tables it writes, with columns and rows that share a line', () => {
    const table: Table = new Map(
      [
        [
          'list',
          new Map([
            ['admin', 'all'],
            ['student', 'own'],
            ['anonymous', '403'],
          ]),
        ],
        [
          'list, populated',
          new Map([
            ['admin', 'all'],
            ['student', 'own'],
            ['anonymous', '403'],
          ]),
        ],
        [
          'delete',
          new Map([
            ['admin', 'all*'],
            ['student', '403'],
            ['anonymous', '403'],
          ]),
        ],
      ].map(([name, row]) => [name as string, row as Map<string, string>]),
    );
    expect(parseTable(`# x\n\n${renderTable(table)}\n`, 'x')).toEqual(table);
    expect(() => parseTable('# x\n', 'x.md')).toThrow('x.md holds no table');
  });
});
