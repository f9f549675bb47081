import type { AdminViewServerProps } from 'payload';
import { openActions, readChoices, readSchool } from '../../../core/administration/index.ts';
import { billingNow, readAccountOfSchool } from '../../../core/billing/index.ts';
import { PLAN_FEATURES } from '../../../core/tenancy/index.ts';
import { ConsolePage, isId } from '../../components/console-page.tsx';
import { AccountSection } from './account/account-section.tsx';
import { SchoolClient } from './school-client.tsx';
import { SCHOOLS_TEXTS } from './texts.ts';
import './schools.css';

/** /admin/schools/<id> on the console host: one school and what staff can do with it. */
export function SchoolView(view: AdminViewServerProps) {
  return (
    <ConsolePage missing={({ none }) => none} view={view} words={SCHOOLS_TEXTS}>
      {async ({ pool, language, id }) => {
        if (!isId(id)) return undefined;
        const school = await readSchool(pool, id);
        return (
          <div className="dft-stack">
            <SchoolClient
              start={{ school, actions: openActions(school.status), ...(await readChoices(pool)) }}
              language={language}
            />
            <AccountSection
              features={PLAN_FEATURES}
              language={language}
              schoolId={school.id}
              start={await readAccountOfSchool(pool, school.id, billingNow())}
              timeZone={school.timeZone}
            />
          </div>
        );
      }}
    </ConsolePage>
  );
}
