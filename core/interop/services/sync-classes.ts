import { idsBySource, upsertRows } from '../sql/upsert.ts';
import type { PeopleIds } from './sync-people.ts';
import type { StructureIds } from './sync-structure.ts';
import { count, type Sync } from './sync-types.ts';

export type ClassIds = { classrooms: Map<string, string>; offerings: Map<string, string> };

/** Homerooms, lesson groups, and who is in them. */
export async function syncClasses(sync: Sync, structure: StructureIds, people: PeopleIds): Promise<ClassIds> {
  const { client, roster } = sync;
  const yearOf = (sourcedId: string | null) =>
    structure.years.get(sourcedId ?? '') ?? [...structure.years.values()].at(-1);
  count(
    sync,
    'classrooms',
    await upsertRows(
      client,
      {
        table: 'classrooms',
        key: ['sourced_id'],
        columns: {
          sourced_id: 'text',
          title: 'text',
          title_ar: 'text',
          code: 'text',
          grade_level_id: 'uuid',
          academic_year_id: 'uuid',
          capacity: 'numeric',
          room: 'text',
        },
      },
      roster.classrooms.map((room) => ({
        sourced_id: room.sourcedId,
        title: room.title,
        title_ar: room.titleAr,
        code: room.code?.slice(0, 100),
        grade_level_id: structure.grades.get(room.gradeCode ?? ''),
        academic_year_id: yearOf(room.yearSourcedId),
        capacity: room.capacity,
        room: room.location,
      })),
    ),
  );
  const classrooms = await idsBySource(client, 'classrooms');
  const mainTeacher = new Map<string, string>();
  for (const link of roster.offeringTeachers) {
    const teacher = people.teachers.get(link.teacherSourcedId);
    if (teacher && (link.isPrimary || !mainTeacher.has(link.offeringSourcedId)))
      mainTeacher.set(link.offeringSourcedId, teacher);
  }
  count(
    sync,
    'classOfferings',
    await upsertRows(
      client,
      {
        table: 'class_offerings',
        key: ['sourced_id'],
        columns: {
          sourced_id: 'text',
          title: 'text',
          code: 'text',
          subject_id: 'uuid',
          classroom_id: 'uuid',
          term_id: 'uuid',
          academic_year_id: 'uuid',
          teacher_id: 'uuid',
          period: 'text',
          room: 'text',
        },
      },
      roster.classOfferings.flatMap((offering) => {
        const subject_id = structure.subjects.get(offering.subjectSourcedId);
        if (!subject_id) return [];
        const { own } = offering;
        const term = offering.termSourcedIds.map((id) => structure.terms.get(id)).find(Boolean);
        return [
          {
            sourced_id: offering.sourcedId,
            title: offering.title,
            code: offering.code,
            subject_id,
            classroom_id: classrooms.get(own?.homeroomSourcedId ?? ''),
            term_id: term,
            academic_year_id: yearOf(offering.yearSourcedId),
            teacher_id: own
              ? people.teachers.get(own.mainTeacherSourcedId ?? '')
              : mainTeacher.get(offering.sourcedId),
            period: own ? own.period : offering.periods.join(', ') || null,
            room: offering.location,
          },
        ];
      }),
    ),
  );
  const ids = {
    classrooms,
    offerings: await idsBySource(client, 'class_offerings'),
  };
  await syncMembers(sync, structure, people, ids);
  await syncTeaching(sync, people, ids);
  return ids;
}

async function syncMembers(
  sync: Sync,
  structure: StructureIds,
  people: PeopleIds,
  ids: ClassIds,
): Promise<void> {
  const { client, roster } = sync;
  const enrollments = roster.enrollments.flatMap((enrollment) => {
    const student_id = people.students.get(enrollment.studentSourcedId);
    const academic_year_id =
      structure.years.get(enrollment.yearSourcedId ?? '') ?? [...structure.years.values()].at(-1);
    if (!student_id || !academic_year_id || !enrollment.isCurrent) return [];
    return [
      {
        sourced_id: enrollment.sourcedId,
        student_id,
        classroom_id: ids.classrooms.get(enrollment.classroomSourcedId ?? ''),
        academic_year_id,
        status: enrollment.status ?? 'active',
        start_date: enrollment.beginDate,
        end_date: enrollment.endDate,
      },
    ];
  });
  count(
    sync,
    'enrollments',
    await upsertRows(
      client,
      {
        table: 'enrollments',
        key: ['student_id', 'academic_year_id'],
        columns: {
          sourced_id: 'text',
          student_id: 'uuid',
          classroom_id: 'uuid',
          academic_year_id: 'uuid',
          status: 'enum_enrollments_status',
          start_date: 'text',
          end_date: 'text',
        },
      },
      lastOfEach(enrollments, (row) => `${row.student_id}:${row.academic_year_id}`),
      sync.events.follow('enrollments'),
    ),
  );
  const members = roster.offeringStudents.flatMap((member) => {
    const class_offering_id = ids.offerings.get(member.offeringSourcedId);
    const student_id = people.students.get(member.studentSourcedId);
    return class_offering_id && student_id
      ? [
          {
            sourced_id: member.sourcedId,
            class_offering_id,
            student_id,
            start_date: member.beginDate,
            end_date: member.endDate,
          },
        ]
      : [];
  });
  count(
    sync,
    'classMembers',
    await upsertRows(
      client,
      {
        table: 'class_members',
        key: ['class_offering_id', 'student_id'],
        columns: {
          sourced_id: 'text',
          class_offering_id: 'uuid',
          student_id: 'uuid',
          start_date: 'text',
          end_date: 'text',
        },
      },
      lastOfEach(members, (row) => `${row.class_offering_id}:${row.student_id}`),
    ),
  );
}

async function syncTeaching(sync: Sync, people: PeopleIds, ids: ClassIds): Promise<void> {
  const { client, roster } = sync;
  const dates = { start_date: 'text', end_date: 'text' };
  const ofOfferings = roster.offeringTeachers.flatMap((link) => {
    const class_offering_id = ids.offerings.get(link.offeringSourcedId);
    const teacher_id = people.teachers.get(link.teacherSourcedId);
    return class_offering_id && teacher_id
      ? [
          {
            sourced_id: link.sourcedId,
            teacher_id,
            class_offering_id,
            primary: link.isPrimary,
            start_date: link.beginDate,
            end_date: link.endDate,
          },
        ]
      : [];
  });
  const ofClassrooms = roster.classroomTeachers.flatMap((link) => {
    const classroom_id = ids.classrooms.get(link.classroomSourcedId);
    const teacher_id = people.teachers.get(link.teacherSourcedId);
    return classroom_id && teacher_id
      ? [
          {
            sourced_id: link.sourcedId,
            teacher_id,
            classroom_id,
            primary: link.isPrimary,
            start_date: link.beginDate,
            end_date: link.endDate,
          },
        ]
      : [];
  });
  count(
    sync,
    'classTeachers',
    await upsertRows(
      client,
      {
        table: 'class_teachers',
        key: ['teacher_id', 'class_offering_id'],
        columns: {
          sourced_id: 'text',
          teacher_id: 'uuid',
          class_offering_id: 'uuid',
          primary: 'boolean',
          ...dates,
        },
      },
      lastOfEach(ofOfferings, (row) => `${row.teacher_id}:${row.class_offering_id}`),
    ),
  );
  count(
    sync,
    'classTeachers',
    await upsertRows(
      client,
      {
        table: 'class_teachers',
        key: ['teacher_id', 'classroom_id'],
        columns: {
          sourced_id: 'text',
          teacher_id: 'uuid',
          classroom_id: 'uuid',
          primary: 'boolean',
          ...dates,
        },
      },
      lastOfEach(ofClassrooms, (row) => `${row.teacher_id}:${row.classroom_id}`),
    ),
  );
}

// One statement may not touch a row twice; a pupil who left a class and came back has two lines in the file.
function lastOfEach<Row>(rows: Row[], key: (row: Row) => string): Row[] {
  return [...new Map(rows.map((row) => [key(row), row])).values()];
}
