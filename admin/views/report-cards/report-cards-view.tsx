import type { AdminViewServerProps } from 'payload';
import { plainDateIn } from '../../../core/kernel/index.ts';
import { can, grantsOf } from '../../../core/tenancy/index.ts';
import { openTool, ToolPage } from '../../components/tool-page.tsx';
import { FamilyCards } from './family-cards.tsx';
import { ReportCardsClient } from './report-cards-client.tsx';
import { REPORT_TEXTS } from './texts.ts';

/** /admin/report-cards: for families the published cards of their children, for the school the whole way of a card. */
export async function ReportCardsView(view: AdminViewServerProps) {
  const access = await openTool(view, 'assessment.read');
  const { req } = view.initPageResult;
  const texts = REPORT_TEXTS[access.language];
  const { rowScope } = await grantsOf(req);
  const isFamily = rowScope === 'own_children' || rowScope === 'self';
  const timeZone = access.tenant?.timeZone ?? 'UTC';
  return (
    <ToolPage access={access} lead={isFamily ? texts.familyLead : texts.lead} title={texts.title} view={view}>
      {isFamily ? (
        <FamilyCards key={access.language} language={access.language} timeZone={timeZone} />
      ) : (
        <ReportCardsClient
          key={access.language}
          language={access.language}
          rights={{
            comment: await can(req, 'assessment.write'),
            prepare: await can(req, 'reports.write'),
            approve: await can(req, 'reports.manage'),
          }}
          timeZone={timeZone}
          today={plainDateIn(timeZone, Date.now())}
        />
      )}
    </ToolPage>
  );
}
