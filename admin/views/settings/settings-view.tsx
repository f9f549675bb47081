import type { AdminViewServerProps } from 'payload';
import { readSettingsPage } from '../../../core/administration/index.ts';
import { can, dateTimeZones, lockOf, poolOf } from '../../../core/tenancy/index.ts';
import { openTool, ToolPage } from '../../components/tool-page.tsx';
import { SettingsClient } from './settings-client.tsx';
import { SETTINGS_TEXTS } from './texts.ts';

/** /admin/settings: language and calendar, access, looks and domain of the school. */
export async function SettingsView(view: AdminViewServerProps) {
  const access = await openTool(view, 'settings.read');
  const { req } = view.initPageResult;
  const texts = SETTINGS_TEXTS[access.language];
  return (
    <ToolPage access={access} lead={texts.lead} title={texts.title} view={view}>
      {access.allowed && (
        <SettingsClient
          language={access.language}
          locks={{
            domain: await lockOf(poolOf(req.payload), 'custom_domain'),
            looks: await lockOf(poolOf(req.payload), 'white_label'),
          }}
          mayWrite={(await can(req, 'settings.write')) && access.tenant?.status !== 'suspended'}
          start={await readSettingsPage(poolOf(req.payload))}
          zones={Object.entries(dateTimeZones()).map(([code, [en, ar]]) => ({
            code,
            name: access.language === 'ar' ? ar : en,
          }))}
        />
      )}
    </ToolPage>
  );
}
