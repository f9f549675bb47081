import type { AdminViewServerProps } from 'payload';
import { openActions, readChoices, readSchool } from '../../../core/administration/index.ts';
import { billingNow, readAccountOfSchool } from '../../../core/billing/index.ts';
import { isAppError } from '../../../core/kernel/index.ts';
import { PLAN_FEATURES, poolOf, viewerOf } from '../../../core/tenancy/index.ts';
import { languageOf } from '../../components/language.ts';
import { ViewFrame } from '../../components/view-frame.tsx';
import { ViewNotice } from '../../components/view-notice.tsx';
import { AccountSection } from './account/account-section.tsx';
import { SchoolClient } from './school-client.tsx';
import { SCHOOLS_TEXTS } from './texts.ts';
import '../../components/tool-kit.css';
import './schools.css';

/** /admin/schools/<id> on the console host: one school and what staff can do with it. */
export async function SchoolView(view: AdminViewServerProps) {
  const { req } = view.initPageResult;
  const language = languageOf(req.i18n.language);
  const texts = SCHOOLS_TEXTS[language];
  const segments = view.params?.segments;
  const id = (Array.isArray(segments) ? segments.at(-1) : undefined) ?? '';
  const isStaff = viewerOf(req)?.realm === 'platform';
  const pool = poolOf(req.payload);
  const school =
    isStaff && /^[0-9a-f-]{36}$/.test(id)
      ? await readSchool(pool, id).catch((error: unknown) => {
          if (isAppError(error)) return undefined;
          throw error;
        })
      : undefined;
  return (
    <ViewFrame className="dft-page" title={texts.title} view={view}>
      {school ? (
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
      ) : (
        <ViewNotice text={isStaff ? texts.none : texts.closed} title={texts.title} />
      )}
    </ViewFrame>
  );
}
