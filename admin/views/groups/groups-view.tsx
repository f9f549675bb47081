import type { AdminViewServerProps } from 'payload';
import { listGroups } from '../../../core/billing/index.ts';
import { ConsolePage } from '../../components/console-page.tsx';
import { formatNumber } from '../../components/format.ts';
import { GROUP_TEXTS } from './texts.ts';

/** /admin/groups on the console host: every group of schools. */
export function GroupsView(view: AdminViewServerProps) {
  return (
    <ConsolePage view={view} words={GROUP_TEXTS}>
      {async ({ pool, language, texts }) => {
        const groups = await listGroups(pool);
        return groups.length === 0 ? (
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
        );
      }}
    </ConsolePage>
  );
}
