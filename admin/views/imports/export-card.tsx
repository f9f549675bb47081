'use client';

import type { SheetTexts } from './sheet-texts.ts';

type Props = { texts: SheetTexts; lists: { slug: string; label: string }[]; canExport: boolean };

/** What can be taken out: the whole school as OneRoster, and each list as a file. */
export function ExportCard({ texts, lists, canExport }: Props) {
  return (
    <section className="dft-stack" data-testid="exports">
      {canExport && (
        <div className="dft-card dft-stack dft-stack--tight">
          <h2>
            <bdi>{texts.exportTitle}</bdi>
          </h2>
          <p className="dft-muted">{texts.exportLead}</p>
          <ul className="imports-links">
            <li>
              <a data-testid="export-all" href="/api/oneroster/export?what=everything">
                {texts.exportAll}
              </a>
            </li>
            <li>
              <a href="/api/oneroster/export?what=changes">{texts.exportChanges}</a>
            </li>
          </ul>
        </div>
      )}
      <div className="dft-card dft-stack dft-stack--tight">
        <h2>{texts.lists}</h2>
        <p className="dft-muted">{texts.listsLead}</p>
        <table className="dft-table">
          <tbody>
            {lists.map(({ slug, label }) => (
              <tr key={slug}>
                <th scope="row">{label}</th>
                <td className="imports-formats">
                  {(['xlsx', 'csv'] as const).map((format) => (
                    <a
                      aria-label={`${label}, ${format}`}
                      download
                      href={`/api/lists/export?collection=${slug}&format=${format}`}
                      key={format}
                    >
                      {format === 'xlsx' ? 'Excel' : 'CSV'}
                    </a>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
