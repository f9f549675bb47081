import type { AdminViewServerProps } from 'payload';
import { can, lockOf, poolOf } from '../../../core/tenancy/index.ts';
import { listAddOns } from '../../../marketplace/index.ts';
import { openTool, ToolPage } from '../../components/tool-page.tsx';
import { AddOnsClient } from './add-ons-client.tsx';
import { ADD_ON_TEXTS } from './texts.ts';

/** /admin/add-ons: the catalogue, consent, settings, and what each add-on did. */
export async function AddOnsView(view: AdminViewServerProps) {
  const access = await openTool(view, 'addons.read');
  const { req } = view.initPageResult;
  const texts = ADD_ON_TEXTS[access.language];
  return (
    <ToolPage access={access} lead={texts.lead} title={texts.title} view={view}>
      {access.allowed && (
        <AddOnsClient
          addOns={(await listAddOns(req.payload)).addOns}
          adminRoute={req.payload.config.routes.admin}
          canWrite={await can(req, 'addons.write')}
          language={access.language}
          lock={await lockOf(poolOf(req.payload), 'add_ons')}
          school={{ en: access.tenant?.name ?? '', ar: access.tenant?.nameAr ?? access.tenant?.name ?? '' }}
          timeZone={access.tenant?.timeZone ?? 'UTC'}
        />
      )}
    </ToolPage>
  );
}
