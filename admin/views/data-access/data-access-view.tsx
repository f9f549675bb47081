import type { AdminViewServerProps } from 'payload';
import { can, poolOf } from '../../../core/tenancy/index.ts';
import { countDataAccess, dataReaders, readDataAccess } from '../../../marketplace/index.ts';
import { openTool, ToolPage } from '../../components/tool-page.tsx';
import { DataAccessClient } from './data-access-client.tsx';
import { DATA_ACCESS_TEXTS } from './texts.ts';

const DAYS = 30;

/** /admin/data-access: what add-ons read about people, for those who may see add-ons. */
export async function DataAccessView(view: AdminViewServerProps) {
  const access = await openTool(view, 'addons.read');
  const { req } = view.initPageResult;
  const texts = DATA_ACCESS_TEXTS[access.language];
  return (
    <ToolPage access={access} lead={texts.lead} title={texts.title} view={view}>
      {access.allowed && access.tenant && (
        <DataAccessClient
          canExport={await can(req, 'audit.export')}
          language={access.language}
          receipt={plain(view.searchParams?.receipt, /^[0-9a-f-]{36}$/)}
          start={await start(view, access.tenant.timeZone)}
          zone={access.tenant.timeZone}
        />
      )}
    </ToolPage>
  );
}

async function start(view: AdminViewServerProps, timeZone: string) {
  const pool = poolOf(view.initPageResult.req.payload);
  const to = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date());
  const from = new Date(Date.parse(`${to}T00:00:00Z`) - (DAYS - 1) * 86_400_000).toISOString().slice(0, 10);
  const plugin = plain(view.searchParams?.plugin, /^[a-z0-9.-]{1,100}$/);
  const filter = { from, to, ...(plugin === undefined ? {} : { plugin }) };
  return {
    filter,
    page: await readDataAccess(pool, filter),
    days: await countDataAccess(pool, filter),
    readers: await dataReaders(pool),
  };
}

// From a link of another page; what is not plain is left out.
function plain(value: unknown, form: RegExp): string | undefined {
  return typeof value === 'string' && form.test(value) ? value : undefined;
}
