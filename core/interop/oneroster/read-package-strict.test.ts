import { describe, expect, it } from 'vitest';
import { readPackage } from './read-package.ts';
import {
  asOpened,
  csvOf,
  fileOf,
  manifestOf,
  type PackageTexts,
  places,
  readTexts,
} from './testing/make-package.ts';
import { changed, role, smallSchool } from './testing/small-school.ts';

const base = smallSchool();
const text = (file: string): string => base[file] ?? '';

async function errorsOf(texts: PackageTexts): Promise<unknown[][]> {
  const report = await readTexts(texts);
  expect(report.package).toBeNull();
  return places(report.problems, 'error');
}

describe('readPackage refuses', () => {
  /** What it is; file, text and its replacement; the error with its row and column in that file. */
  it.each<[string, string, string | RegExp, string, string, number | null, string | null]>([
    ['a blank required value', 'users', ',Layla,', ',,', 'value-missing', 2, 'givenName'],
    ['a missing required column', 'users', ',givenName', ',firstName', 'column-missing', 1, 'givenName'],
    ['a doubled column', 'users', ',pronouns', ',grades', 'column-duplicate', 1, 'grades'],
    ['a nameless column', 'users', ',pronouns', ',', 'column-nameless', 1, null],
    ['an ambiguous date', 'demographics', '2011-03-04', '4/2/2005', 'date-ambiguous', 2, 'birthDate'],
    ['a date written otherwise', 'demographics', '2011-03-04', '25/2/2005', 'date', 2, 'birthDate'],
    ['a date that does not exist', 'demographics', '2011-03-04', '2011-02-29', 'date', 2, 'birthDate'],
    ['a date in Arabic digits', 'demographics', '2011-03-04', '٢٠١١-٠٣-٠٤', 'date', 2, 'birthDate'],
    ['a word outside the list', 'roles', ',teacher,', ',Teacher,', 'enum', 4, 'role'],
    ['ext: where it is not allowed', 'roles', ',primary,', ',ext:main,', 'enum', 2, 'roleType'],
    ['a bad boolean', 'users', ',true,', ',yes,', 'boolean', 2, 'enabledUser'],
    ['a bad school year', 'academicSessions', ',2026\n', ',25/26\n', 'year', 2, 'schoolYear'],
    [
      'a dangling reference',
      'users',
      'par-2,par-1',
      'par-2,par-9',
      'dangling-reference',
      2,
      'agentSourcedIds',
    ],
    ['a doubled sourcedId', 'orgs', 'sch-1,', 'dis-1,', 'duplicate-id', 3, 'sourcedId'],
    [
      'a class of a district',
      'classes',
      /,sch-1,sy-1/,
      ',dis-1,sy-1',
      'org-not-school',
      2,
      'schoolSourcedId',
    ],
    ['parents in a circle', 'orgs', 'district,,', 'district,,sch-1', 'cycle', 2, 'parentSourcedId'],
    ['its own parent', 'orgs', 'district,,', 'district,,dis-1', 'cycle', 2, 'parentSourcedId'],
    [
      'an end before the start',
      'academicSessions',
      '2026-01-01',
      '2025-01-01',
      'end-before-start',
      3,
      'endDate',
    ],
    ['a semester as year', 'courses', 'sy-1', 'sem-1', 'session-not-school-year', 2, 'schoolYearSourcedId'],
    ['an unclosed quote', 'users', 'Layla', '"Layla', 'quoting', 2, null],
    ['a quote inside a value', 'users', 'Layla', 'Lay"la', 'quoting', 2, null],
    ['a ragged row', 'orgs', 'Doha School', 'Doha, School', 'row-ragged', 3, null],
    ['a NUL', 'users', 'Layla', 'Lay\u0000la', 'control-character', 2, 'givenName'],
    ['an endless sourcedId', 'courses', 'crs-hr', 'x'.repeat(256), 'value-too-long', 3, 'sourcedId'],
    ['an endless text', 'courses', 'Physics', 'x'.repeat(8001), 'value-too-long', 2, 'title'],
    ['semicolons', 'orgs', /,/g, ';', 'delimiter', 1, null],
    ['an empty file', 'orgs', /[\s\S]+/, '', 'header-missing', null, null],
    ['a header without rows', 'demographics', /\n[\s\S]*$/, '\n', 'file-empty', 1, null],
    ['tobedeleted in bulk', 'orgs', 'dis-1,,', 'dis-1,tobedeleted,', 'deleted-in-bulk', 2, 'status'],
    ['inactive in bulk', 'orgs', 'dis-1,,', 'dis-1,inactive,', 'enum', 2, 'status'],
    [
      'two primary roles',
      'roles',
      /$/,
      'x,,,stu-1,primary,aide,,,sch-1,\n',
      'two-primary-roles',
      8,
      'roleType',
    ],
    [
      'a second manifest line',
      'manifest',
      /$/,
      'file.users,bulk\n',
      'manifest-duplicate',
      25,
      'propertyName',
    ],
    ['an old version', 'manifest', 'version,1.2', 'version,1.0', 'version-unsupported', 3, 'value'],
    ['no version', 'manifest', 'oneroster.version,1.2\n', '', 'version-missing', null, 'value'],
    ['another manifest version', 'manifest', 'version,1.0', 'version,2.0', 'manifest-version', 2, 'value'],
    ['a manifest without header', 'manifest', 'propertyName,value\n', '', 'manifest-header', 1, null],
    ['a blank mode', 'manifest', 'file.results,absent', 'file.results,', 'manifest-mode', 15, 'value'],
    ['a file without a line', 'manifest', 'file.users,bulk\n', '', 'manifest-entry-missing', null, null],
  ])('%s', async (_, file, from, to, code, row, column) => {
    const name = `${file}.csv`;
    expect(await errorsOf(changed(base, name, from, to))).toContainEqual([code, name, row, column]);
  });

  it('a manifest that does not agree with the files', async () => {
    const promised = changed(base, 'manifest.csv', 'file.results,absent', 'file.results,bulk');
    expect(await errorsOf(promised)).toEqual([['file-missing', 'results.csv', null, null]]);
    const denied = changed(base, 'manifest.csv', 'file.demographics,bulk', 'file.demographics,absent');
    expect(await errorsOf(denied)).toEqual([['file-not-promised', 'demographics.csv', null, null]]);
  });

  it('a package without manifest, but checks everything else', async () => {
    const texts = changed(without('manifest.csv'), 'users.csv', ',true,', ',yes,');
    expect(await errorsOf(texts)).toEqual([
      ['manifest-missing', 'manifest.csv', null, null],
      ['boolean', 'users.csv', 2, 'enabledUser'],
    ]);
  });

  it('a bulk package that lacks a file others depend on, once per column', async () => {
    const noRoles = changed(without('roles.csv'), 'manifest.csv', 'file.roles,bulk', 'file.roles,absent');
    expect(await errorsOf(noRoles)).toEqual([['dependency-missing', 'enrollments.csv', 2, null]]);
    const noOrgs = changed(without('orgs.csv'), 'manifest.csv', 'file.orgs,bulk', 'file.orgs,absent');
    expect(await errorsOf(noOrgs)).toEqual([
      ['dependency-missing', 'courses.csv', 2, 'orgSourcedId'],
      ['dependency-missing', 'classes.csv', 2, 'schoolSourcedId'],
      ['dependency-missing', 'roles.csv', 2, 'orgSourcedId'],
      ['dependency-missing', 'enrollments.csv', 2, 'schoolSourcedId'],
    ]);
  });

  it('bytes that are not UTF-8, with the line; nothing is called dangling because of them', async () => {
    const users = Buffer.from(text('users.csv').replace(/[^\n]*par-1,,[^\n]*/, 'H\u00FCda'), 'latin1');
    const files = new Map([...asOpened(base).files, ['users.csv', fileOf(users)] as const]);
    const report = await readPackage({ files, problems: [] });
    expect(places(report.problems, 'error')).toEqual([['encoding', 'users.csv', 6, null]]);
    const wide = new Map([
      ...asOpened(base).files,
      ['orgs.csv', fileOf(Buffer.from(`\uFEFF${text('orgs.csv')}`, 'utf16le'))] as const,
    ]);
    const other = await readPackage({ files: wide, problems: [] });
    expect(other.problems[0]).toMatchObject({
      code: 'oneroster.encoding',
      row: 1,
      params: { detail: 'it looks like UTF-16' },
    });
  });

  it('a graded 1.1 result without score', async () => {
    const row = { sourcedId: 'r', lineItemSourcedId: 'l', studentSourcedId: 's', scoreDate: '2025-10-01' };
    const dated = { status: 'active', dateLastModified: '2025-10-01T08:00:00Z' };
    const report = await readTexts({
      'manifest.csv': manifestOf('1.1', { results: 'delta' }),
      'results.csv': csvOf('1.1', 'results', [
        { ...row, ...dated, scoreStatus: 'exempt' },
        { ...row, ...dated, sourcedId: 'q', scoreStatus: 'fully graded' },
      ]),
    });
    expect(places(report.problems, 'error')).toEqual([['value-missing', 'results.csv', 3, 'score']]);
  });

  it('thousands of errors, counted all and shown in part', async () => {
    const rows = Array.from({ length: 2000 }, (_, index) => role(`nobody-${index}`, 'Pupil'));
    const report = await readTexts({ ...base, 'roles.csv': csvOf('1.2', 'roles', rows) });
    expect(report.counts.errors).toBe(4000);
    const errors = report.problems.filter((problem) => problem.severity === 'error');
    expect(errors.length).toBe(501);
    expect(errors.at(-1)).toMatchObject({ code: 'oneroster.more-problems', params: { count: 3500 } });
  });
});

function without(file: string): PackageTexts {
  const { [file]: _, ...rest } = base;
  return rest;
}
