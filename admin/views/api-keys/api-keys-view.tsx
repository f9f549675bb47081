import type { AdminViewServerProps } from 'payload';
import { grantableBy, listKeys, PERMISSION_CATALOGUE } from '../../../core/identity/index.ts';
import { grantsOf, lockOf, poolOf } from '../../../core/tenancy/index.ts';
import { openTool, ToolPage } from '../../components/tool-page.tsx';
import { ApiKeysClient } from './api-keys-client.tsx';
import { API_KEY_TEXTS } from './texts.ts';

/** /admin/api-keys: the keys of programs: what they may do, when they were used, and making and ending them. */
export async function ApiKeysView(view: AdminViewServerProps) {
  const access = await openTool(view, 'api_keys.read');
  const { req } = view.initPageResult;
  const texts = API_KEY_TEXTS[access.language];
  const language = access.language === 'ar' ? 1 : 0;
  const grants = await grantsOf(req);
  const pool = poolOf(req.payload);
  return (
    <ToolPage access={access} lead={texts.lead} title={texts.title} view={view}>
      {access.allowed && (
        <ApiKeysClient
          canWrite={grants.codes.has('api_keys.write')}
          grantable={grants.rowScope === 'school' ? grantableBy(grants) : []}
          lock={await lockOf(pool, 'api_access')}
          keysAtFirst={await listKeys(pool)}
          language={access.language}
          scopeNames={Object.fromEntries(
            Object.entries(PERMISSION_CATALOGUE).map(([code, names]) => [code, names[language]]),
          )}
          timeZone={access.tenant?.timeZone ?? 'UTC'}
        />
      )}
    </ToolPage>
  );
}
