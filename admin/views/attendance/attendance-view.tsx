import type { AdminViewServerProps } from 'payload';
import { plainDateIn } from '../../../core/kernel/index.ts';
import { calendarOf, can, grantsOf } from '../../../core/tenancy/index.ts';
import { openTool, ToolPage } from '../../components/tool-page.tsx';
import { AttendanceClient } from './attendance-client.tsx';
import { FamilyClient } from './family-client.tsx';
import { ATTENDANCE_TEXTS } from './texts.ts';

/**
 * /admin/attendance: for the school missing registers, excuses, warnings, charts and the rule; for a family the excuses of
 * its own children.
 */
export async function AttendanceView(view: AdminViewServerProps) {
  const access = await openTool(view, 'attendance.read');
  const { req } = view.initPageResult;
  const { language, tenant } = access;
  const texts = ATTENDANCE_TEXTS[language];
  const { rowScope, codes } = await grantsOf(req);
  const isFamily = rowScope === 'own_children' || rowScope === 'self';
  const { timeZone, firstWeekday, weekendDays } = calendarOf(tenant);
  const today = plainDateIn(timeZone, Date.now());
  return (
    <ToolPage
      access={access}
      lead={isFamily ? texts.familyLead : texts.lead}
      title={isFamily ? texts.familyTitle : texts.title}
      view={view}
    >
      {access.allowed &&
        (isFamily ? (
          <FamilyClient canSubmit={codes.has('excuses.write')} language={language} today={today} />
        ) : (
          <AttendanceClient
            canEditThresholds={codes.has('structure.read')}
            canManage={(await can(req, 'attendance.manage')) && tenant?.status !== 'suspended'}
            firstWeekday={firstWeekday}
            language={language}
            timeZone={timeZone}
            today={today}
            weekendDays={[...weekendDays]}
          />
        ))}
    </ToolPage>
  );
}
