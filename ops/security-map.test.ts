import { describe, expect, it } from 'vitest';
import { checkMap, readMap, readTitles } from './security-map.ts';

const SOURCE = `
  it('A1: should hide a foreign row', () => undefined);
  it.each([1, 2])('S9: should count %s', () => undefined);
  it.each(
    RULES.map((rule) => [rule]),
  )("A13: should hold: $name", () => undefined);
  it('should be of no attack', () => undefined);
`;
const FILE = 'core/x.int.test.ts';
const MAP = `
| attack | test | file |
|---|---|---|
| A1 | A1: should hide a foreign row | ${FILE} |
| S9 | \`S9: should count %s\` | \`${FILE}\` |
| A13 | A13: should hold: $name | ${FILE} |
| R2 | open: comes with the work on backups | |
`;

describe('the map of attacks and tests', () => {
  it('should find the tests that name an attack', () => {
    expect(
      readTitles(FILE, SOURCE)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['A1', 'A13', 'S9']);
  });

  it('should be content with a whole map', () => {
    expect(checkMap(readMap(MAP), readTitles(FILE, SOURCE))).toEqual([]);
  });

  it.each([
    ['a row whose test is gone', MAP.replace('hide a foreign row', 'hide it'), 'there is no test'],
    ['a row with another file', MAP.replace(`row | ${FILE}`, 'row | core/y.test.ts'), 'there is no test'],
    [
      'a row with the test of another attack',
      MAP.replace('| A1 | A1:', '| A2 | A1:'),
      'does not begin with "A2: "',
    ],
    ['a reason that says nothing', MAP.replace('comes with the work on backups', 'later'), 'say why'],
    ['a test that no row names', MAP.replace(/\| S9.*\n/, ''), 'is missing from the map'],
    ['an empty map', '', 'holds no row'],
  ])('should tell of %s', (_what, map, sentence) => {
    expect(checkMap(readMap(map), readTitles(FILE, SOURCE)).join('\n')).toContain(sentence);
  });
});
