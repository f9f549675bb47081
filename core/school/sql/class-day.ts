// Who is in a class on a day. All run under the school's scope.

/**
 * The day a class is looked at: the date ($2), but never after the last day of a year the school still calls current.
 * A class stays open as it was on that day (make-up days, a roster of last year in a new school) until the school
 * moves on to another year.
 */
export const DAY = 'case when y.current then least($2, y.end_date) else $2 end';

const ON_THAT_DAY = `(m.start_date is null or m.start_date <= ${DAY}) and (m.end_date is null or m.end_date >= ${DAY})`;

/** $2 date. The pupils of a homeroom on that day; `classId` is a parameter or a column of the outer query. */
export const pupilsOfClassroom = (classId: string): string => `
  select m.student_id from enrollments m join academic_years y on y.id = m.academic_year_id
   where m.classroom_id = ${classId} and m.status = 'active' and ${ON_THAT_DAY}`;

/** $2 date. The pupils of a lesson group on that day. */
export const pupilsOfOffering = (classId: string): string => `
  select m.student_id
    from class_members m join class_offerings o on o.id = m.class_offering_id join academic_years y on y.id = o.academic_year_id
   where m.class_offering_id = ${classId} and ${ON_THAT_DAY}`;
