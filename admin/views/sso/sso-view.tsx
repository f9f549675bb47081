import type { AdminViewServerProps } from 'payload';
import { ssoOverview } from '../../../core/identity/index.ts';
import { can, lockOf, poolOf } from '../../../core/tenancy/index.ts';
import { openTool, ToolPage } from '../../components/tool-page.tsx';
import { SsoClient } from './sso-client.tsx';
import { SSO_TEXTS } from './texts.ts';

/** /admin/sso: the school's identity providers, tried out, switched on, and made the only way in. */
export async function SsoView(view: AdminViewServerProps) {
  const access = await openTool(view, 'sso.read');
  const { req } = view.initPageResult;
  const texts = SSO_TEXTS[access.language];
  const asked = (name: string) => {
    const value = view.searchParams?.[name];
    return typeof value === 'string' ? value : undefined;
  };
  return (
    <ToolPage access={access} lead={texts.lead} title={texts.title} view={view}>
      {access.allowed && (
        <SsoClient
          canWrite={await can(req, 'sso.write')}
          language={access.language}
          lock={await lockOf(poolOf(req.payload), 'sso')}
          open={asked('connection')}
          start={await ssoOverview(poolOf(req.payload))}
          ticket={asked('test')}
          timeZone={access.tenant?.timeZone ?? 'UTC'}
        />
      )}
    </ToolPage>
  );
}
