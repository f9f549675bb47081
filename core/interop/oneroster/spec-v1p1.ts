import {
  CLASS_TYPES,
  DEMOGRAPHIC_DETAILS,
  dataFile,
  date,
  email,
  flag,
  float,
  IMPORTANCE,
  listOf,
  ORG_TYPES,
  oneOf,
  ROLES_V1P1,
  reference,
  required,
  SCORE_STATUSES,
  SESSION_TYPES,
  secret,
  text,
  userIds,
  year,
} from './spec-columns.ts';
import type { FileSpec, OneRosterSpec } from './types.ts';

/**
 * OneRoster 1.1 CSV tables (IMS Final Release, 17 April 2017, tables of section 3): 13 data files and
 * manifest.csv. A user has one role and its schools in users.csv; vocabularies are closed (`ext:` came
 * with 1.2). The role of an enrollment is taken from the same role list as the role of a user.
 */
const FILES: readonly FileSpec[] = [
  dataFile('academicSessions', [
    required(text('title')),
    required(oneOf('type', SESSION_TYPES)),
    required(date('startDate')),
    required(date('endDate')),
    reference('parentSourcedId', 'academicSessions'),
    required(year('schoolYear')),
  ]),
  dataFile('orgs', [
    required(text('name')),
    required(oneOf('type', ORG_TYPES)),
    text('identifier'),
    reference('parentSourcedId', 'orgs'),
  ]),
  dataFile('courses', [
    reference('schoolYearSourcedId', 'academicSessions'),
    required(text('title')),
    text('courseCode'),
    listOf(text('grades')),
    required(reference('orgSourcedId', 'orgs')),
    listOf(text('subjects')),
    listOf(text('subjectCodes')),
  ]),
  dataFile('classes', [
    required(text('title')),
    listOf(text('grades')),
    required(reference('courseSourcedId', 'courses')),
    text('classCode'),
    required(oneOf('classType', CLASS_TYPES)),
    text('location'),
    required(reference('schoolSourcedId', 'orgs')),
    required(listOf(reference('termSourcedIds', 'academicSessions'))),
    listOf(text('subjects')),
    listOf(text('subjectCodes')),
    listOf(text('periods')),
  ]),
  dataFile('users', [
    required(flag('enabledUser')),
    required(listOf(reference('orgSourcedIds', 'orgs'))),
    required(oneOf('role', ROLES_V1P1)),
    required(text('username')),
    userIds('userIds'),
    required(text('givenName')),
    required(text('familyName')),
    text('middleName'),
    text('identifier'),
    email('email'),
    text('sms'),
    text('phone'),
    listOf(reference('agentSourcedIds', 'users')),
    listOf(text('grades')),
    secret('password'),
  ]),
  dataFile('enrollments', [
    required(reference('classSourcedId', 'classes')),
    required(reference('schoolSourcedId', 'orgs')),
    required(reference('userSourcedId', 'users')),
    required(oneOf('role', ROLES_V1P1)),
    flag('primary'),
    date('beginDate'),
    date('endDate'),
  ]),
  dataFile('demographics', [date('birthDate'), oneOf('sex', ['male', 'female']), ...DEMOGRAPHIC_DETAILS], {
    idRefers: 'users',
  }),
  dataFile('categories', [required(text('title'))]),
  dataFile('lineItems', [
    required(text('title')),
    text('description'),
    required(date('assignDate')),
    required(date('dueDate')),
    required(reference('classSourcedId', 'classes')),
    required(reference('categorySourcedId', 'categories')),
    required(reference('gradingPeriodSourcedId', 'academicSessions')),
    required(float('resultValueMin')),
    required(float('resultValueMax')),
  ]),
  // The table asks for a score always; a pupil who is exempt or handed nothing in has none, so the value is
  // asked for only where the status says that the work was graded (check-meaning.ts).
  dataFile('results', [
    required(reference('lineItemSourcedId', 'lineItems')),
    required(reference('studentSourcedId', 'users')),
    required(oneOf('scoreStatus', SCORE_STATUSES)),
    float('score'),
    required(date('scoreDate')),
    text('comment'),
  ]),
  dataFile('resources', [
    required(text('vendorResourceId')),
    text('title'),
    listOf(oneOf('roles', ROLES_V1P1)),
    oneOf('importance', IMPORTANCE),
    text('vendorId'),
    text('applicationId'),
  ]),
  dataFile('classResources', [
    text('title'),
    required(reference('classSourcedId', 'classes')),
    required(reference('resourceSourcedId', 'resources')),
  ]),
  dataFile('courseResources', [
    text('title'),
    required(reference('courseSourcedId', 'courses')),
    required(reference('resourceSourcedId', 'resources')),
  ]),
];

export const SPEC_V1P1: OneRosterSpec = {
  version: '1.1',
  files: new Map(FILES.map((spec) => [spec.file, spec])),
};
