import type { AdminViewServerProps } from 'payload';
import { listSchools, readChoices } from '../../../core/administration/index.ts';
import { dateTimeZones, poolOf, viewerOf } from '../../../core/tenancy/index.ts';
import { languageOf } from '../../components/language.ts';
import { ViewFrame } from '../../components/view-frame.tsx';
import { ViewNotice } from '../../components/view-notice.tsx';
import { SchoolsClient } from './schools-client.tsx';
import { SCHOOLS_TEXTS } from './texts.ts';
import '../../components/tool-kit.css';
import './schools.css';

/** /admin/schools on the console host: all schools, or with `?group=` those of one owner. */
export async function SchoolsView(view: AdminViewServerProps) {
  const { req } = view.initPageResult;
  const language = languageOf(req.i18n.language);
  const texts = SCHOOLS_TEXTS[language];
  const isStaff = viewerOf(req)?.realm === 'platform';
  const asked = view.searchParams?.group;
  const group = typeof asked === 'string' && /^[0-9a-f-]{36}$/.test(asked) ? asked : undefined;
  return (
    <ViewFrame className="dft-page" title={texts.title} view={view}>
      {isStaff ? (
        <>
          <header className="dft-page__header">
            <h1>{texts.title}</h1>
            <p className="dft-muted">{texts.lead}</p>
          </header>
          <SchoolsClient
            choices={await readChoices(poolOf(req.payload))}
            group={group}
            language={language}
            start={await listSchools(poolOf(req.payload), { group })}
            zones={Object.entries(dateTimeZones()).map(([code, [en, ar]]) => ({
              code,
              name: language === 'ar' ? ar : en,
            }))}
          />
        </>
      ) : (
        <ViewNotice text={texts.closed} title={texts.title} />
      )}
    </ViewFrame>
  );
}
