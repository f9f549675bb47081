import type { Language } from '../../../core/kernel/index.ts';
import type { PartnerEntry } from '../../../marketplace/index.ts';
import { DASHBOARD_TEXTS } from './texts.ts';

/** The start page of partners: each entry of the catalogue. */
export function PartnerPage({ entries, language }: { entries: PartnerEntry[]; language: Language }) {
  const texts = DASHBOARD_TEXTS[language];
  if (entries.length === 0) return <p>{texts.partnerEmpty}</p>;
  return (
    <ul className="entries">
      {entries.map((entry) => (
        <Entry entry={entry} key={entry.id} language={language} />
      ))}
    </ul>
  );
}

function Entry({ entry, language }: { entry: PartnerEntry; language: Language }) {
  const texts = DASHBOARD_TEXTS[language];
  const arabic = language === 'ar';
  return (
    <li className="panel" data-plugin={entry.id} data-testid="partner-entry">
      <h2>{arabic ? entry.nameAr : entry.name}</h2>
      <p className="rows__detail">
        <bdi>{entry.id}</bdi> · {texts.publisher}: <bdi>{entry.publisher}</bdi>
        {!entry.listed && ` · ${texts.unlisted}`}
      </p>
      <p>{arabic ? (entry.summaryAr ?? entry.summary) : entry.summary}</p>
      <dl className="facts">
        <div>
          <dt>{texts.version}</dt>
          <dd>
            <bdi>{entry.version}</bdi>
          </dd>
        </div>
      </dl>
    </li>
  );
}
