import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SPEC_V1P1 } from './spec-v1p1.ts';
import { SPEC_V1P2 } from './spec-v1p2.ts';
import { sharedData } from './testing/make-package.ts';
import type { ColumnSpec, OneRosterSpec } from './types.ts';

const columnsOf = (spec: OneRosterSpec, file: string): readonly ColumnSpec[] =>
  [...spec.files.values()].find((one) => one.file === file)?.columns ?? [];
const names = (spec: OneRosterSpec, file: string): string =>
  columnsOf(spec, file)
    .map((one) => one.name)
    .join(',');

describe('OneRoster tables', () => {
  it('should have 13 data files in 1.1 and 21 in 1.2', () => {
    expect(SPEC_V1P1.files.size).toBe(13);
    expect(SPEC_V1P2.files.size).toBe(21);
    for (const file of SPEC_V1P1.files.keys()) expect(SPEC_V1P2.files.has(file)).toBe(true);
  });

  it.each([SPEC_V1P1, SPEC_V1P2])('should refer only to files of its own version, $version', (spec) => {
    for (const { columns, needs } of spec.files.values()) {
      expect(columns.slice(0, 3).map((one) => one.name)).toEqual(['sourcedId', 'status', 'dateLastModified']);
      expect(new Set(columns.map((one) => one.name)).size).toBe(columns.length);
      for (const { refers } of columns) if (refers !== undefined) expect(spec.files.has(refers)).toBe(true);
      for (const target of needs ?? []) expect(spec.files.has(target)).toBe(true);
    }
  });

  it('should have the columns of the standard in their order', () => {
    expect(names(SPEC_V1P1, 'users')).toBe(
      'sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password',
    );
    expect(names(SPEC_V1P2, 'users')).toBe(
      'sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns',
    );
    expect(names(SPEC_V1P1, 'lineItems')).toContain(
      'categorySourcedId,gradingPeriodSourcedId,resultValueMin',
    );
    expect(names(SPEC_V1P2, 'lineItems')).toContain(
      'categorySourcedId,academicSessionSourcedId,resultValueMin',
    );
    expect(
      names(SPEC_V1P2, 'results').endsWith(
        'comment,textScore,classSourcedId,inProgress,incomplete,late,missing',
      ),
    ).toBe(true);
  });

  it('should have the vocabularies of the API description of 1.2, and ext: where that has it', () => {
    const path = sharedData('oneroster/openapi/onerosterv1p2rostersservice_openapi3_v1p0.json');
    const schemas = JSON.parse(readFileSync(path, 'utf8')).components.schemas;
    for (const [schema, property, file] of [
      ['AcademicSessionDType', 'type', 'academicSessions'],
      ['OrgDType', 'type', 'orgs'],
      ['ClassDType', 'classType', 'classes'],
      ['EnrollmentDType', 'role', 'enrollments'],
      ['RoleDType', 'role', 'roles'],
      ['RoleDType', 'roleType', 'roles'],
      ['DemographicsDType', 'sex', 'demographics'],
    ] as const) {
      const described = schemas[schema].properties[property];
      const options: { enum?: string[]; pattern?: string }[] = described.anyOf ?? [described];
      const column = columnsOf(SPEC_V1P2, file).find((one) => one.name === property);
      expect([...(column?.values ?? [])].sort()).toEqual(
        [...(options.find((one) => one.enum)?.enum ?? [])].sort(),
      );
      expect(column?.extensible === true).toBe(options.some((one) => one.pattern?.includes('ext:')));
    }
  });
});
