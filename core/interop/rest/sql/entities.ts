import type { EntityName } from '../operations.ts';
import { classes } from './classes.ts';
import { courses } from './courses.ts';
import { enrollments } from './enrollments.ts';
import { categories, scoreScales } from './grading.ts';
import { assessmentLineItems, lineItems } from './line-items.ts';
import { orgs, schools } from './orgs.ts';
import type { Entity } from './parts.ts';
import { demographics, students, teachers, users } from './people.ts';
import { resources } from './resources.ts';
import { assessmentResults, results } from './results.ts';
import { academicSessions, gradingPeriods, terms } from './sessions.ts';

/** Where the envelope of a list has another name than its path. */
export const ENVELOPES: Partial<Record<EntityName, string>> = {
  terms: 'academicSessions',
  gradingPeriods: 'academicSessions',
  schools: 'orgs',
  students: 'users',
  teachers: 'users',
};

export const ENTITIES: Record<EntityName, Entity> = {
  academicSessions,
  terms,
  gradingPeriods,
  classes,
  courses,
  demographics,
  enrollments,
  orgs,
  schools,
  users,
  students,
  teachers,
  categories,
  lineItems,
  results,
  scoreScales,
  assessmentLineItems,
  assessmentResults,
  resources,
};
