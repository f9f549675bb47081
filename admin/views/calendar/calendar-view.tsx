import type { AdminViewServerProps } from 'payload';
import { plainDateIn } from '../../../core/kernel/index.ts';
import { calendarOf, can, poolOf } from '../../../core/tenancy/index.ts';
import { readCalendar } from '../../../core/timetable/index.ts';
import { openTool, ToolPage } from '../../components/tool-page.tsx';
import { CalendarClient } from './calendar-client.tsx';
import { CALENDAR_TEXTS } from './texts.ts';

/** /admin/calendar: the days of a school year, for everybody of the school; who looks after its structure changes them. */
export async function CalendarView(view: AdminViewServerProps) {
  const access = await openTool(view, 'structure.read');
  const { req } = view.initPageResult;
  const texts = CALENDAR_TEXTS[access.language];
  if (!access.allowed || !access.tenant)
    return (
      <ToolPage access={access} lead={texts.lead} title={texts.title} view={view}>
        {null}
      </ToolPage>
    );
  const { timeZone, firstWeekday, calendarDisplay, digits } = calendarOf(access.tenant);
  const today = plainDateIn(timeZone, Date.now());
  const pool = poolOf(req.payload);
  const frame = await readCalendar(pool, today, today);
  const year = frame.years.find(({ current }) => current) ?? frame.years[0];
  const start = year ? await readCalendar(pool, year.startDate, year.endDate) : frame;
  return (
    <ToolPage access={access} lead={texts.lead} title={texts.title} view={view}>
      <CalendarClient
        firstWeekday={firstWeekday}
        hijri={calendarDisplay === 'gregorian_hijri' ? { digits } : undefined}
        key={access.language}
        language={access.language}
        mayWrite={(await can(req, 'structure.write')) && access.tenant.status !== 'suspended'}
        start={start}
        startYear={year?.id}
        today={today}
      />
    </ToolPage>
  );
}
