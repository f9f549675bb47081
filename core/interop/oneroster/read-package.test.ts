import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatProblem } from './problems.ts';
import { csvOf, manifestOf, type PackageTexts, places, readTexts } from './testing/make-package.ts';
import { changed, smallSchool } from './testing/small-school.ts';

const base = smallSchool();
const text = (file: string): string => base[file] ?? '';

/** The rows of a delta are those of bulk with status and date filled in. */
function asDelta(file: string, status = 'active'): PackageTexts {
  const body = text(`${file}.csv`).replace(/^([^,\n]+),,,/gm, `$1,${status},2025-10-01T08:00:00.000Z,`);
  return { 'manifest.csv': manifestOf('1.2', { [file]: 'delta' }), [`${file}.csv`]: body };
}

describe('readPackage', () => {
  it('should accept a valid bulk package without remarks', async () => {
    const report = await readTexts(base);
    expect(report.problems).toEqual([]);
    expect(report).toMatchObject({ version: '1.2', mode: 'bulk', counts: { errors: 0, rows: { users: 6 } } });
  });

  it('should not mind line ends or a missing last one', async () => {
    const windows = Object.entries(base).map(([name, body]) => [name, body.replaceAll('\n', '\r\n')]);
    expect((await readTexts(Object.fromEntries(windows))).problems).toEqual([]);
    const open = Object.entries(base).map(([name, body]) => [name, body.trimEnd()]);
    expect((await readTexts(Object.fromEntries(open))).problems).toEqual([]);
  });

  /** What it is; file, text and its replacement; the warning with its row and column in that file. */
  it.each<[string, string, string | RegExp, string, string, number | null, string | null]>([
    ['a byte order mark', 'users', /^/, '\uFEFF', 'byte-order-mark', 1, null],
    ['other capitals', 'users', 'givenName', 'GivenName', 'column-case', 1, 'givenName'],
    ['TRUE', 'users', ',true,', ',TRUE,', 'boolean-case', 2, 'enabledUser'],
    ['empty columns at the end', 'courses', /(?=\n)/g, ',,', 'columns-trailing', 1, null],
    ['empty cells at the end', 'courses', /\n$/, ',,\n', 'row-trailing', 3, null],
    ['empty rows', 'orgs', /$/, '\n,,,,,,,\n', 'row-blank', 4, null],
    [
      'spaces around a date',
      'academicSessions',
      '2026-06-19',
      ' 2026-06-19 ',
      'surrounding-space',
      2,
      'endDate',
    ],
    [
      'a column of 1.2.0',
      'users',
      ',pronouns',
      ',resourceSourcedIds',
      'column-outdated',
      1,
      'resourceSourcedIds',
    ],
    ['own metadata', 'orgs', 'metadata.nameAr', 'metadata.color', 'metadata-unused', 1, 'metadata.color'],
    ['an own column', 'users', ',pronouns', ',colour', 'column-unknown', 1, 'colour'],
    [
      'a misspelt column',
      'demographics',
      ',cityOfBirth',
      ',cityOfBrith',
      'column-misspelled',
      1,
      'cityOfBrith',
    ],
    ['active in bulk', 'orgs', 'dis-1,,', 'dis-1,active,', 'status-in-bulk', 2, 'status'],
    [
      'a date in bulk',
      'orgs',
      'dis-1,,',
      'dis-1,,2025-01-01T00:00:00Z',
      'modified-in-bulk',
      2,
      'dateLastModified',
    ],
    ['a short date-time', 'orgs', 'dis-1,,', 'dis-1,,2025-01-01', 'date-time-form', 2, 'dateLastModified'],
    [
      'a date with time',
      'demographics',
      '2011-03-04',
      '2011-03-04T00:00:00Z',
      'date-with-time',
      2,
      'birthDate',
    ],
    ['a line break', 'orgs', 'Doha School', '"Doha\nSchool"', 'line-break', 3, 'name'],
    ['a bad e-mail address', 'users', 'hassan@example.qa', 'hassan at home', 'email', 6, 'email'],
    ['bad user ids', 'users', ',u-stu-1,', ',u-stu-1,LDAP:1', 'user-ids', 2, 'userIds'],
    ['lost letters', 'users', 'Layla', 'L�yla', 'replacement-character', 2, 'givenName'],
    ['a patch version', 'manifest', 'version,1.2', 'version,1.2.1', 'version-spelling', 3, 'value'],
    ['an own property', 'manifest', /$/, 'x.y,z\n', 'manifest-property-unknown', 25, 'propertyName'],
    ['a missing absent', 'manifest', 'file.results,absent\n', '', 'manifest-entry-assumed', null, null],
    [
      'one secondary role',
      'roles',
      ',primary,student',
      ',secondary,student',
      'primary-role-missing',
      2,
      'roleType',
    ],
    [
      'a school year too early',
      'academicSessions',
      ',2026\n',
      ',2025\n',
      'school-year-early',
      2,
      'schoolYear',
    ],
  ])('should be lenient with %s', async (_, file, from, to, code, row, column) => {
    const name = `${file}.csv`;
    const report = await readTexts(changed(base, name, from, to));
    expect(places(report.problems, 'error')).toEqual([]);
    expect(report.package).not.toBeNull();
    expect(places(report.problems)).toContainEqual([code, name, row, column]);
  });

  it('should be lenient with capitals of file names and with unknown files', async () => {
    const { 'users.csv': users = '', ...rest } = base;
    const report = await readTexts({ ...rest, 'Users.CSV': users, 'notes.csv': 'a\n' });
    expect(report.counts.errors).toBe(0);
    expect(places(report.problems)).toEqual([
      ['file-name-case', 'Users.CSV', null, null],
      ['file-unknown', 'notes.csv', null, null],
    ]);
  });

  it('should count the lines of rows below a line break as an editor does', async () => {
    const broken = changed(base, 'users.csv', 'Layla', '"Lay\r\nla"');
    const report = await readTexts(changed(broken, 'users.csv', 'hassan@example.qa', 'nowhere'));
    expect(places(report.problems)).toContainEqual(['email', 'users.csv', 7, 'email']);
  });

  it('should never show or keep a password', async () => {
    const report = await readTexts(changed(base, 'users.csv', ',09,,', ',09,s3cret,'));
    const kept = JSON.stringify([report.problems, report.package?.tables.get('users')?.records]);
    expect(places(report.problems)).toEqual([['password-ignored', 'users.csv', 2, 'password']]);
    expect(kept).not.toContain('s3cret');
  });
});

describe('readPackage in delta mode', () => {
  it('should accept references to records that were sent earlier', async () => {
    const report = await readTexts(asDelta('enrollments'));
    expect(report).toMatchObject({ mode: 'delta', problems: [] });
  });

  it('should ask for status and date, but for nothing else of a record that goes away', async () => {
    const noStatus = await readTexts({ ...asDelta('orgs'), 'orgs.csv': text('orgs.csv') });
    expect(places(noStatus.problems)).toEqual([
      ['value-missing', 'orgs.csv', 2, 'status'],
      ['value-missing', 'orgs.csv', 2, 'dateLastModified'],
      ['value-missing', 'orgs.csv', 3, 'status'],
      ['value-missing', 'orgs.csv', 3, 'dateLastModified'],
    ]);
    const removed = await readTexts(changed(asDelta('orgs', 'tobedeleted'), 'orgs.csv', 'Doha School', ''));
    expect(removed.problems).toEqual([]);
    const inactive = await readTexts(asDelta('orgs', 'inactive'));
    expect(places(inactive.problems)).toEqual([['status-inactive', 'orgs.csv', 2, 'status']]);
    expect(inactive.package?.tables.get('orgs')?.records.every((record) => record.isRemoved)).toBe(true);
  });

  it('should take an empty delta for no change', async () => {
    const report = await readTexts({ ...asDelta('orgs'), 'orgs.csv': csvOf('1.2', 'orgs', []) });
    expect(places(report.problems)).toEqual([['file-empty-ignored', 'orgs.csv', 1, null]]);
  });

  it('should not judge a bulk file against a delta file', async () => {
    const users = asDelta('users')['users.csv']?.split('\n').slice(0, 3).join('\n') ?? '';
    const manifest = text('manifest.csv').replace('file.users,bulk', 'file.users,delta');
    const report = await readTexts({ ...base, 'manifest.csv': manifest, 'users.csv': users });
    expect(report).toMatchObject({ mode: 'mixed', counts: { errors: 0 } });
  });
});

describe('readPackage with arbitrary text', () => {
  it('should never throw, whatever a file holds, and explain itself in both languages', async () => {
    const word = fc.constantFrom(
      'sourcedId',
      ',',
      '"',
      '\n',
      'status',
      'true',
      '2020-01-01',
      '\uFEFF',
      'sch-1',
    );
    const cells = fc.array(fc.oneof(fc.string(), word));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(base)),
        cells,
        fc.boolean(),
        async (file, parts, isAdded) => {
          const body = `${isAdded ? text(file) : ''}${parts.join(',')}`;
          const report = await readTexts({ ...base, [file]: body });
          expect(report.package === null).toBe(report.counts.errors > 0);
          for (const problem of report.problems) {
            const bare = { ...problem, value: 'v', column: 'c', file: 'f', params: neutral(problem.params) };
            expect(formatProblem(bare, 'en')).not.toMatch(/[{}]/);
            expect(formatProblem(bare, 'ar')).not.toMatch(/[{}]/);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

/** Values may hold braces of their own; only those of unfilled placeholders are of interest. */
function neutral(params: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.keys(params).map((name) => [name, 'p']));
}
