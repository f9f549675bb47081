import { describe, expect, it } from 'vitest';
import { readPackage } from './read-package.ts';
import { places, sharedData } from './testing/make-package.ts';

const read = (name: string) => readPackage(sharedData(`oneroster/samples/${name}`));

/**
 * Test_full_data_set.zip (1.1, all files bulk). Read by hand:
 * - academicSessions: row 2 says tobedeleted and row 4 inactive, neither of which a bulk file may say (inactive
 *   is no status at all since 1.1); rows 3 and 6 have the parent as-syr-222-2023, which is not there.
 *   Row 5, a schoolYear below a term, is odd, but the standard rules out only a missing parent.
 * - classes: `Scheduled` with a capital; row 3 tobedeleted in bulk; courses.csv is absent although both rows
 *   name a course; the school is the org "History Department" of type department.
 * - enrollments: the school of all six rows is that department.
 * - orgs: the parent org-sch-222-3456 is not there.
 * - users: nothing but harmless spellings (TRUE, dates without time, passwords).
 */
const FULL_V1P1 = [
  ['deleted-in-bulk', 'academicSessions.csv', 2, 'status'],
  ['enum', 'academicSessions.csv', 4, 'status'],
  ['enum', 'classes.csv', 2, 'classType'],
  ['deleted-in-bulk', 'classes.csv', 3, 'status'],
  ['dangling-reference', 'academicSessions.csv', 3, 'parentSourcedId'],
  ['dangling-reference', 'academicSessions.csv', 6, 'parentSourcedId'],
  ['dangling-reference', 'orgs.csv', 2, 'parentSourcedId'],
  ['dependency-missing', 'classes.csv', 2, 'courseSourcedId'],
  ['org-not-school', 'classes.csv', 2, 'schoolSourcedId'],
  ['org-not-school', 'classes.csv', 3, 'schoolSourcedId'],
  ...[2, 3, 4, 5, 6, 7].map((row) => ['org-not-school', 'enrollments.csv', row, 'schoolSourcedId']),
];

/**
 * v1p2_full_dataset.zip (1.2): the same sessions, orgs, classes and enrollments, and besides
 * - manifest: scoreScales, userProfiles and userResources have a blank mode.
 * - users: dateLastModified 1/05/2023 (1 May or 5 January?) on four rows and 15/06/2023 on one.
 * - userprofiles.csv is a copy of roles.csv, so four required columns of user profiles are missing.
 * - roles: thomas.joness has only a secondary role (a warning: which role is meant is certain).
 */
const FULL_V1P2 = [
  ['manifest-mode', 'manifest.csv', 21, 'value'],
  ['manifest-mode', 'manifest.csv', 22, 'value'],
  ['manifest-mode', 'manifest.csv', 23, 'value'],
  ...FULL_V1P1.slice(0, 4),
  ...[2, 4, 5, 6].map((row) => ['date-ambiguous', 'users.csv', row, 'dateLastModified']),
  ['date-time', 'users.csv', 7, 'dateLastModified'],
  ...['profileType', 'vendorId', 'credentialType', 'username'].map((column) => [
    'column-missing',
    'userProfiles.csv',
    1,
    column,
  ]),
  ...FULL_V1P1.slice(4),
];

/**
 * Test_minimal_data_set.zip (1.1, bulk): optional values are blank, so the dangling parents are gone. Left are
 * `Scheduled`, the absent courses.csv and the department in the place of a school.
 */
const MINIMAL_V1P1 = [
  ['enum', 'classes.csv', 2, 'classType'],
  ['dependency-missing', 'classes.csv', 2, 'courseSourcedId'],
  ['org-not-school', 'classes.csv', 2, 'schoolSourcedId'],
  ['org-not-school', 'classes.csv', 3, 'schoolSourcedId'],
  ...[2, 3, 4, 5, 6, 7].map((row) => ['org-not-school', 'enrollments.csv', row, 'schoolSourcedId']),
];

/**
 * v1p1-columns-out-of-order (1.1, bulk, unpacked folder). The order is the least of it: the headers are those
 * of 1.0. Required columns that do not exist: schoolYear in academicSessions, sourcedId in demographics (1.0
 * called it userSourcedId). Every class has a blank courseSourcedId and the term "1", while academicSessions
 * has no row. Three files have only a header: not forbidden in 1.1, so a warning. Own columns (ext_...) and
 * 1.0 names (grade, userId, agents) are ignored with a warning each.
 */
const COLUMNS_V1P1 = [
  ['column-missing', 'academicSessions.csv', 1, 'schoolYear'],
  ...[2, 3, 4].map((row) => ['value-missing', 'classes.csv', row, 'courseSourcedId']),
  ['column-missing', 'demographics.csv', 1, 'sourcedId'],
  ...[2, 3, 4].map((row) => ['dangling-reference', 'classes.csv', row, 'termSourcedIds']),
];

describe('OneRoster sample packages', () => {
  it('should give the true errors of Test_full_data_set.zip', async () => {
    const report = await read('Test_full_data_set.zip');
    expect(report).toMatchObject({ version: '1.1', mode: 'bulk', package: null, counts: { errors: 16 } });
    expect(places(report.problems, 'error')).toEqual(FULL_V1P1);
    expect(places(report.problems, 'warning')).toEqual([
      ['modified-in-bulk', 'academicSessions.csv', 2, 'dateLastModified'],
      ['status-in-bulk', 'academicSessions.csv', 3, 'status'],
      ['date-time-form', 'academicSessions.csv', 4, 'dateLastModified'],
      ['status-in-bulk', 'orgs.csv', 2, 'status'],
      ['modified-in-bulk', 'orgs.csv', 2, 'dateLastModified'],
      ['status-in-bulk', 'classes.csv', 2, 'status'],
      ['modified-in-bulk', 'classes.csv', 2, 'dateLastModified'],
      ['status-in-bulk', 'users.csv', 2, 'status'],
      ['date-time-form', 'users.csv', 2, 'dateLastModified'],
      ['modified-in-bulk', 'users.csv', 2, 'dateLastModified'],
      ['boolean-case', 'users.csv', 2, 'enabledUser'],
      ['password-ignored', 'users.csv', 2, 'password'],
      ['status-in-bulk', 'enrollments.csv', 2, 'status'],
      ['modified-in-bulk', 'enrollments.csv', 2, 'dateLastModified'],
      ['enrollment-outside-sessions', 'enrollments.csv', 2, 'beginDate'],
      ['enrollment-role-differs', 'enrollments.csv', 3, 'role'],
    ]);
  });

  it('should give the true errors of Test_minimal_data_set.zip', async () => {
    const report = await read('Test_minimal_data_set.zip');
    expect(report).toMatchObject({ version: '1.1', mode: 'bulk', package: null, counts: { errors: 10 } });
    expect(places(report.problems, 'error')).toEqual(MINIMAL_V1P1);
    expect(places(report.problems, 'warning')).toEqual([
      ['boolean-case', 'users.csv', 2, 'enabledUser'],
      ['password-ignored', 'users.csv', 2, 'password'],
      ['enrollment-role-differs', 'enrollments.csv', 3, 'role'],
    ]);
  });

  it('should give the true errors of v1p2_full_dataset.zip', async () => {
    const report = await read('v1p2_full_dataset.zip');
    expect(report).toMatchObject({ version: '1.2', mode: 'bulk', package: null, counts: { errors: 28 } });
    expect(places(report.problems, 'error')).toEqual(FULL_V1P2);
    const warnings = places(report.problems, 'warning');
    expect(warnings).toContainEqual(['file-name-case', 'userprofiles.csv', null, null]);
    expect(warnings).toContainEqual(['column-misspelled', 'users.csv', 1, 'prefferedGivenName']);
    expect(warnings).toContainEqual(['column-misspelled', 'roles.csv', 1, 'dataLastModified']);
    expect(warnings).toContainEqual(['columns-trailing', 'roles.csv', 1, null]);
    expect(warnings).toContainEqual(['primary-role-missing', 'roles.csv', 4, 'roleType']);
  });

  /**
   * oneroster_test_data.zip (1.2, all files delta): complete and consistent. Remarks: TRUE, a password, and
   * the session 2023-09-04 to 2024-01-26 with schoolYear 2023 although the school year ends in 2024.
   */
  it('should accept oneroster_test_data.zip with three remarks', async () => {
    const report = await read('oneroster_test_data.zip');
    expect(report).toMatchObject({ version: '1.2', mode: 'delta', counts: { errors: 0, warnings: 3 } });
    expect(report.package?.systemName).toBe('DataGen');
    expect(places(report.problems)).toEqual([
      ['boolean-case', 'users.csv', 2, 'enabledUser'],
      ['password-ignored', 'users.csv', 2, 'password'],
      ['school-year-early', 'academicSessions.csv', 2, 'schoolYear'],
    ]);
  });

  it('should give the true errors of v1p1-columns-out-of-order', async () => {
    const report = await read('v1p1-columns-out-of-order');
    expect(report).toMatchObject({
      version: '1.1',
      mode: 'bulk',
      package: null,
      counts: { errors: 8, warnings: 48 },
    });
    expect(places(report.problems, 'error')).toEqual(COLUMNS_V1P1);
    const warnings = places(report.problems, 'warning');
    for (const [file, column] of [
      ['orgs.csv', 'metadata.classification'],
      ['courses.csv', 'metadata.duration'],
      ['users.csv', 'enabledUser'],
      ['enrollments.csv', 'classSourcedId'],
    ]) {
      expect(warnings).toContainEqual(['column-order', file, 1, column]);
    }
    expect(warnings).toContainEqual(['column-case', 'demographics.csv', 1, 'birthDate']);
  });

  it('should accept ed-fi-district.zip without any remark', async () => {
    const started = performance.now();
    const report = await readPackage(sharedData('oneroster/ed-fi-district/ed-fi-district.zip'));
    expect(report.problems).toEqual([]);
    expect(report).toMatchObject({ version: '1.2', mode: 'bulk', counts: { errors: 0, warnings: 0 } });
    expect(report.counts.rows).toMatchObject({ users: 2900, roles: 2904, enrollments: 1523, results: 250 });
    // About 0.2 s alone on a small machine; the bound leaves room for other tests at the same time.
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
