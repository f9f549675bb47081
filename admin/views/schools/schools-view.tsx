import type { AdminViewServerProps } from 'payload';
import { listSchools, readChoices } from '../../../core/administration/index.ts';
import { dateTimeZones } from '../../../core/tenancy/index.ts';
import { ConsolePage, isId } from '../../components/console-page.tsx';
import { SchoolsClient } from './schools-client.tsx';
import { SCHOOLS_TEXTS } from './texts.ts';
import './schools.css';

/** /admin/schools on the console host: all schools, or with `?group=` those of one owner. */
export function SchoolsView(view: AdminViewServerProps) {
  const asked = view.searchParams?.group;
  const group = isId(asked) ? asked : undefined;
  return (
    <ConsolePage view={view} words={SCHOOLS_TEXTS}>
      {async ({ pool, language }) => (
        <SchoolsClient
          choices={await readChoices(pool)}
          group={group}
          language={language}
          start={await listSchools(pool, { group })}
          zones={Object.entries(dateTimeZones()).map(([code, [en, ar]]) => ({
            code,
            name: language === 'ar' ? ar : en,
          }))}
        />
      )}
    </ConsolePage>
  );
}
