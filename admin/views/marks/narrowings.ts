import type { SheetList } from '../../../core/gradebook/index.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { titleOf } from './group-title.ts';

/** A grade or a class that the lesson groups of a term can be narrowed to. */
export type Narrowing = {
  value: string;
  title: string;
  holds: (group: SheetList['groups'][number]) => boolean;
  scope: { grades: string[] } | { classrooms: string[] };
};

/** The grades and classes of lesson groups: grades in their order, classes by name. */
export function narrowingsOf(groups: SheetList['groups'], language: Language): Narrowing[] {
  const grades = new Map(groups.flatMap(({ grade }) => (grade ? [[grade.id, grade]] : [])));
  const rooms = new Map(groups.flatMap(({ classroom }) => (classroom ? [[classroom.id, classroom]] : [])));
  return [
    ...[...grades.values()]
      .sort((a, b) => a.order - b.order)
      .map((grade) => ({
        value: `grade:${grade.id}`,
        title: titleOf(grade, language),
        holds: (group: SheetList['groups'][number]) => group.grade?.id === grade.id,
        scope: { grades: [grade.id] },
      })),
    ...[...rooms.values()]
      .sort((a, b) => a.title.localeCompare(b.title, language, { numeric: true }))
      .map((room) => ({
        value: `class:${room.id}`,
        title: titleOf(room, language),
        holds: (group: SheetList['groups'][number]) => group.classroom?.id === room.id,
        scope: { classrooms: [room.id] },
      })),
  ];
}
