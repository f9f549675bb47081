import type { AdminViewServerProps } from 'payload';
import { openTool, ToolPage } from '../../components/tool-page.tsx';
import { YEAR_END_TEXTS } from './texts.ts';
import { YearEndClient } from './year-end-client.tsx';

/** /admin/year-end: the move of a school into its next year, and the years as they were. */
export async function YearEndView(view: AdminViewServerProps) {
  const access = await openTool(view, 'structure.write');
  const texts = YEAR_END_TEXTS[access.language];
  return (
    <ToolPage access={access} lead={texts.lead} title={texts.title} view={view}>
      <YearEndClient language={access.language} timeZone={access.tenant?.timeZone ?? 'UTC'} />
    </ToolPage>
  );
}
