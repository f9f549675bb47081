/** The three services of OneRoster 1.2. */
export type Service = 'rostering' | 'gradebook' | 'resources';
export type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';

/** What an operation reads or writes; the names of the rows in sql/. */
export type EntityName =
  | 'academicSessions'
  | 'terms'
  | 'gradingPeriods'
  | 'classes'
  | 'courses'
  | 'demographics'
  | 'enrollments'
  | 'orgs'
  | 'schools'
  | 'users'
  | 'students'
  | 'teachers'
  | 'categories'
  | 'lineItems'
  | 'results'
  | 'scoreScales'
  | 'assessmentLineItems'
  | 'assessmentResults'
  | 'resources';

/** A record that a path names before the list it asks for: `/classes/{classSourcedId}/students` is within a class. */
export type Place =
  | 'class'
  | 'course'
  | 'school'
  | 'term'
  | 'student'
  | 'teacher'
  | 'user'
  | 'lineItem'
  | 'session';

export type Operation = {
  service: Service;
  method: Method;
  /** As the standard writes it, for example `/classes/{classSourcedId}/students`. */
  path: string;
  id: string;
  /** Scopes of which one is enough, without their common beginning. */
  scopes: readonly string[];
  entity: EntityName;
  kind: 'list' | 'one' | 'put' | 'post' | 'delete';
  /** Records named in the path, in its order. */
  within: readonly Place[];
};

type Reading = { service: Service; core: string; relation: string };

const ROSTER: Reading = { service: 'rostering', core: 'roster-core.readonly', relation: 'roster.readonly' };
const GRADEBOOK: Reading = {
  service: 'gradebook',
  core: 'gradebook-core.readonly',
  relation: 'gradebook.readonly',
};
const RESOURCE: Reading = {
  service: 'resources',
  core: 'resource-core.readonly',
  relation: 'resource.readonly',
};

// The list of a path and the record of an id, which a core scope may read too.
function core(reading: Reading, entity: EntityName, one: string, all = capital(entity)): Operation[] {
  return pair(reading.service, [reading.relation, reading.core], entity, { one, all });
}

function pair(
  service: Service,
  scopes: string[],
  entity: EntityName,
  names: { one: string; all: string },
): Operation[] {
  const shared = { service, method: 'GET', scopes, entity, within: [] } as const;
  return [
    { ...shared, path: `/${entity}`, id: `getAll${names.all}`, kind: 'list' },
    { ...shared, path: `/${entity}/{sourcedId}`, id: `get${names.one}`, kind: 'one' },
  ];
}

const PLACE_PATHS: Record<Place, [plural: string, parameter: string]> = {
  class: ['classes', 'classSourcedId'],
  course: ['courses', 'courseSourcedId'],
  school: ['schools', 'schoolSourcedId'],
  term: ['terms', 'termSourcedId'],
  student: ['students', 'studentSourcedId'],
  teacher: ['teachers', 'teacherSourcedId'],
  user: ['users', 'userSourcedId'],
  lineItem: ['lineItems', 'lineItemSourcedId'],
  session: ['academicSessions', 'academicSessionSourcedId'],
};

function pathWithin(within: readonly Place[], entity: EntityName): string {
  const places = within.map((place) => {
    const [plural, parameter] = PLACE_PATHS[place];
    return `/${plural}/{${parameter}}`;
  });
  return `${places.join('')}/${entity}`;
}

function inside(reading: Reading, within: Place[], entity: EntityName, id: string): Operation {
  const path = pathWithin(within, entity);
  const { service } = reading;
  return { service, method: 'GET', path, id, scopes: [reading.relation], entity, kind: 'list', within };
}

// A record that is written whole, with the id the client gives it, and deleted.
function written(entity: EntityName, one: string, profile: 'gradebook' | 'assessment'): Operation[] {
  const shared = { service: 'gradebook', path: `/${entity}/{sourcedId}`, entity, within: [] } as const;
  return [
    { ...shared, method: 'PUT', id: `put${one}`, scopes: [`${profile}.createput`], kind: 'put' },
    { ...shared, method: 'DELETE', id: `delete${one}`, scopes: [`${profile}.delete`], kind: 'delete' },
  ];
}

function posted(within: Place[], entity: EntityName, id: string): Operation {
  const shared = { service: 'gradebook', method: 'POST', scopes: ['gradebook.createpost'] } as const;
  return { ...shared, path: pathWithin(within, entity), id, entity, kind: 'post', within };
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/**
 * Every operation of OneRoster 1.2, once: 41 of rostering, 35 of the gradebook, 5 of resources. Routes, scope checks and
 * discovery documents come from this list; a test compares it with the official OpenAPI files.
 */
export const OPERATIONS: readonly Operation[] = [
  ...core(ROSTER, 'academicSessions', 'AcademicSession'),
  ...core(ROSTER, 'classes', 'Class'),
  ...core(ROSTER, 'courses', 'Course'),
  ...core(ROSTER, 'enrollments', 'Enrollment'),
  ...core(ROSTER, 'gradingPeriods', 'GradingPeriod'),
  ...core(ROSTER, 'orgs', 'Org'),
  ...core(ROSTER, 'schools', 'School'),
  ...core(ROSTER, 'students', 'Student'),
  ...core(ROSTER, 'teachers', 'Teacher'),
  ...core(ROSTER, 'terms', 'Term'),
  ...core(ROSTER, 'users', 'User'),
  ...pair('rostering', ['roster-demographics.readonly'], 'demographics', {
    one: 'Demographics',
    all: 'Demographics',
  }),
  inside(ROSTER, ['class'], 'students', 'getStudentsForClass'),
  inside(ROSTER, ['class'], 'teachers', 'getTeachersForClass'),
  inside(ROSTER, ['course'], 'classes', 'getClassesForCourse'),
  inside(ROSTER, ['school'], 'classes', 'getClassesForSchool'),
  inside(ROSTER, ['school'], 'courses', 'getCoursesForSchool'),
  inside(ROSTER, ['school'], 'enrollments', 'getEnrollmentsForSchool'),
  inside(ROSTER, ['school'], 'students', 'getStudentsForSchool'),
  inside(ROSTER, ['school'], 'teachers', 'getTeachersForSchool'),
  inside(ROSTER, ['school'], 'terms', 'getTermsForSchool'),
  inside(ROSTER, ['school', 'class'], 'enrollments', 'getEnrollmentsForClassInSchool'),
  inside(ROSTER, ['school', 'class'], 'students', 'getStudentsForClassInSchool'),
  inside(ROSTER, ['school', 'class'], 'teachers', 'getTeachersForClassInSchool'),
  inside(ROSTER, ['student'], 'classes', 'getClassesForStudent'),
  inside(ROSTER, ['teacher'], 'classes', 'getClassesForTeacher'),
  inside(ROSTER, ['user'], 'classes', 'getClassesForUser'),
  inside(ROSTER, ['term'], 'classes', 'getClassesForTerm'),
  inside(ROSTER, ['term'], 'gradingPeriods', 'getGradingPeriodsForTerm'),

  ...core(GRADEBOOK, 'categories', 'Category'),
  ...core(GRADEBOOK, 'lineItems', 'LineItem'),
  ...core(GRADEBOOK, 'results', 'Result'),
  ...core(GRADEBOOK, 'scoreScales', 'ScoreScale'),
  ...pair('gradebook', ['assessment.readonly'], 'assessmentLineItems', {
    one: 'AssessmentLineItem',
    all: 'AssessmentLineItems',
  }),
  ...pair('gradebook', ['assessment.readonly'], 'assessmentResults', {
    one: 'AssessmentResult',
    all: 'AssessmentResults',
  }),
  ...written('categories', 'Category', 'gradebook'),
  ...written('lineItems', 'LineItem', 'gradebook'),
  ...written('results', 'Result', 'gradebook'),
  ...written('scoreScales', 'ScoreScale', 'gradebook'),
  ...written('assessmentLineItems', 'AssessmentLineItem', 'assessment'),
  ...written('assessmentResults', 'AssessmentResult', 'assessment'),
  inside(GRADEBOOK, ['class'], 'categories', 'getCategoriesForClass'),
  inside(GRADEBOOK, ['class'], 'lineItems', 'getLineItemsForClass'),
  inside(GRADEBOOK, ['class'], 'results', 'getResultsForClass'),
  inside(GRADEBOOK, ['class'], 'scoreScales', 'getScoreScalesForClass'),
  inside(GRADEBOOK, ['class', 'lineItem'], 'results', 'getResultsForLineItemForClass'),
  inside(GRADEBOOK, ['class', 'student'], 'results', 'getResultsForStudentForClass'),
  inside(GRADEBOOK, ['school'], 'scoreScales', 'getScoreScalesForSchool'),
  posted(['class'], 'lineItems', 'postLineItemsForClass'),
  posted(['school'], 'lineItems', 'postLineItemsForSchool'),
  posted(['lineItem'], 'results', 'postResultsForLineItem'),
  posted(['class', 'session'], 'results', 'postResultsForAcademicSessionForClass'),

  ...core(RESOURCE, 'resources', 'Resource'),
  inside(RESOURCE, ['class'], 'resources', 'getResourcesForClass'),
  inside(RESOURCE, ['course'], 'resources', 'getResourcesForCourse'),
  inside(RESOURCE, ['user'], 'resources', 'getResourcesForUser'),
];

/** Where a service is mounted on a school's host. */
export function basePath(service: Service): string {
  return `/ims/oneroster/${service}/v1p2`;
}
