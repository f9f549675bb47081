import type { AdminViewServerProps } from 'payload';
import { readMatrix } from '../../../core/identity/index.ts';
import { grantsOf, poolOf } from '../../../core/tenancy/index.ts';
import { openTool, ToolPage } from '../../components/tool-page.tsx';
import { RolesClient } from './roles-client.tsx';
import { ROLES_TEXTS } from './texts.ts';

/** /admin/roles: every role of the school and what it may do, in one table. */
export async function RolesView(view: AdminViewServerProps) {
  const access = await openTool(view, 'roles.read');
  const { req } = view.initPageResult;
  const texts = ROLES_TEXTS[access.language];
  return (
    <ToolPage access={access} lead={texts.lead} title={texts.title} view={view}>
      {access.allowed && (
        <RolesClient
          key={access.language}
          language={access.language}
          start={await readMatrix(poolOf(req.payload), await grantsOf(req))}
        />
      )}
    </ToolPage>
  );
}
