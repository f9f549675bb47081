import type { AdminViewServerProps } from 'payload';
import { plainDateIn } from '../../../core/kernel/index.ts';
import { can, grantsOf, viewerOf } from '../../../core/tenancy/index.ts';
import { openTool, ToolPage } from '../../components/tool-page.tsx';
import { ViewFrame } from '../../components/view-frame.tsx';
import { ViewNotice } from '../../components/view-notice.tsx';
import { MarksPage } from './marks-page.tsx';
import { MARK_TEXTS } from './texts.ts';

/** /admin/marks: who may read assessment gets the mark grid; families are told where they find their results. */
export async function MarksView(view: AdminViewServerProps) {
  const access = await openTool(view, 'assessment.read');
  const { req } = view.initPageResult;
  const texts = MARK_TEXTS[access.language];
  const viewer = viewerOf(req);
  if (!access.allowed || !viewer) {
    return (
      <ToolPage access={access} lead={texts.lead} title={texts.title} view={view}>
        {null}
      </ToolPage>
    );
  }
  const { rowScope } = await grantsOf(req);
  const isFamily = rowScope === 'own_children' || rowScope === 'self';
  const timeZone = access.tenant?.timeZone ?? 'UTC';
  return (
    <ViewFrame className="dft-page marks-frame" title={texts.title} view={view}>
      {isFamily ? (
        <ViewNotice back={texts.back} text={texts.familyText} title={texts.familyTitle} />
      ) : (
        <MarksPage
          canPublish={await can(req, 'assessment.publish')}
          canWrite={await can(req, 'assessment.write')}
          key={access.language}
          language={access.language}
          timeZone={timeZone}
          today={plainDateIn(timeZone, Date.now())}
          userId={viewer.id}
        />
      )}
    </ViewFrame>
  );
}
