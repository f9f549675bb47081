import type { AdminViewServerProps } from 'payload';
import { listGroups } from '../../../core/billing/index.ts';
import { poolOf, viewerOf } from '../../../core/tenancy/index.ts';
import { formatNumber } from '../../components/format.ts';
import { languageOf } from '../../components/language.ts';
import { ViewFrame } from '../../components/view-frame.tsx';
import { ViewNotice } from '../../components/view-notice.tsx';
import { GROUP_TEXTS } from './texts.ts';
import '../../components/tool-kit.css';

/** /admin/groups on the console host: every group of schools. */
export async function GroupsView(view: AdminViewServerProps) {
  const { req } = view.initPageResult;
  const language = languageOf(req.i18n.language);
  const texts = GROUP_TEXTS[language];
  const isStaff = viewerOf(req)?.realm === 'platform';
  const groups = isStaff ? await listGroups(poolOf(req.payload)) : [];
  return (
    <ViewFrame className="dft-page" title={texts.title} view={view}>
      {isStaff ? (
        <>
          <header className="dft-page__header">
            <h1>{texts.title}</h1>
            <p className="dft-muted">{texts.lead}</p>
          </header>
          {groups.length === 0 ? (
            <p className="dft-card">{texts.none}</p>
          ) : (
            <div className="dft-table-wrap">
              <table className="dft-table dft-table--stack">
                <thead>
                  <tr>
                    <th scope="col">{texts.name}</th>
                    <th className="dft-number" scope="col">
                      {texts.schools}
                    </th>
                    <th className="dft-number" scope="col">
                      {texts.paying}
                    </th>
                    <th scope="col">{texts.payer}</th>
                    <th scope="col">{texts.contact}</th>
                  </tr>
                </thead>
                <tbody>
                  {groups.map((group) => (
                    <tr key={group.id}>
                      <th scope="row">
                        <a href={`/admin/groups/${group.id}`}>
                          <bdi>{group.name}</bdi>
                        </a>
                      </th>
                      <td className="dft-number" data-label={texts.schools}>
                        {formatNumber(group.schools, language)}
                      </td>
                      <td className="dft-number" data-label={texts.paying}>
                        {formatNumber(group.paying, language)}
                      </td>
                      <td data-label={texts.payer}>{group.hasOnePayer ? texts.onePayer : texts.eachPays}</td>
                      <td data-empty={!group.contactEmail} data-label={texts.contact}>
                        <bdi>{group.contactEmail}</bdi>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </>
      ) : (
        <ViewNotice text={texts.closed} title={texts.title} />
      )}
    </ViewFrame>
  );
}
