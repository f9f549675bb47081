import type { AdminViewServerProps, PayloadRequest } from 'payload';
import { plainDateIn } from '../../../core/kernel/index.ts';
import { visibleStudentIds } from '../../../core/school/index.ts';
import { calendarOf, can, grantsOf, idOf, poolOf, viewerOf } from '../../../core/tenancy/index.ts';
import {
  type OwnPupil,
  readChoices,
  readOwnPupils,
  type TimetableChoices,
} from '../../../core/timetable/index.ts';
import { openTool, ToolPage } from '../../components/tool-page.tsx';
import { TIMETABLE_TEXTS } from './texts.ts';
import type { Whose } from './timetable-api.ts';
import { TimetableClient } from './timetable-client.tsx';

/** /admin/timetable: everybody sees classes, staff teachers and rooms too; who looks after the structure changes lessons. */
export async function TimetableView(view: AdminViewServerProps) {
  const access = await openTool(view, 'structure.read');
  const { req } = view.initPageResult;
  const texts = TIMETABLE_TEXTS[access.language];
  if (!access.allowed || !access.tenant)
    return (
      <ToolPage access={access} lead={texts.lead} title={texts.title} view={view}>
        {null}
      </ToolPage>
    );
  const { timeZone, firstWeekday, weekendDays } = calendarOf(access.tenant);
  const isOpen = access.tenant.status !== 'suspended';
  const seesTeachers = await can(req, 'teachers.read');
  const choices = await readChoices(poolOf(req.payload));
  const shown = seesTeachers ? choices : { ...choices, teachers: [], rooms: [] };
  const pupils = await pupilsOf(req);
  const teacher = idOf(viewerOf(req)?.teacher);
  return (
    <ToolPage access={access} lead={texts.lead} title={texts.title} view={view}>
      <TimetableClient
        choices={shown}
        key={access.language}
        language={access.language}
        mayCover={(await can(req, 'teachers.write')) && isOpen}
        mayWrite={(await can(req, 'structure.write')) && isOpen}
        ownTeacher={seesTeachers ? teacher : undefined}
        pupils={pupils}
        start={firstShown(shown, pupils, seesTeachers ? teacher : undefined)}
        timeZone={timeZone}
        today={plainDateIn(timeZone, Date.now())}
        weekdays={[0, 1, 2, 3, 4, 5, 6]
          .map((offset) => (firstWeekday + offset) % 7)
          .filter((weekday) => !weekendDays.includes(weekday))}
      />
    </ToolPage>
  );
}

async function pupilsOf(req: PayloadRequest): Promise<OwnPupil[]> {
  const { rowScope } = await grantsOf(req);
  if (rowScope !== 'own_children' && rowScope !== 'self') return [];
  const ids = await visibleStudentIds(req);
  return ids === 'all' ? [] : readOwnPupils(poolOf(req.payload), ids);
}

// One's own first: the teacher's week, the class of the child, and for the office the first class.
function firstShown(
  choices: TimetableChoices,
  pupils: readonly OwnPupil[],
  teacher: string | undefined,
): Whose | undefined {
  if (teacher && choices.teachers.some(({ id }) => id === teacher)) return { kind: 'teacher', id: teacher };
  const id = pupils.find(({ classroomId }) => classroomId)?.classroomId ?? choices.classes[0]?.id;
  return id ? { kind: 'class', id } : undefined;
}
