import type { Language } from '../../../core/kernel/index.ts';
import type { PartnerEntry } from '../../../marketplace/index.ts';
import { counted, fill, formatNumber } from '../../components/format.ts';
import { DASHBOARD_TEXTS } from './texts.ts';

/** The start page of partners: each entry of the catalogue and what schools do with it. */
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
  const number = (value: number) => formatNumber(value, language);
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
        <div>
          <dt>{texts.installs}</dt>
          <dd data-testid="partner-installs">{number(entry.installs)}</dd>
          <dd className="facts__more">{fill(texts.installsOn, { count: number(entry.enabled) })}</dd>
        </div>
        <div>
          <dt>{texts.calls}</dt>
          <dd data-testid="partner-calls">{number(entry.calls)}</dd>
          <dd className="facts__more">
            {entry.failed > 0 ? counted(texts.failed, entry.failed, language) : texts.noneFailed}
          </dd>
        </div>
      </dl>
    </li>
  );
}
