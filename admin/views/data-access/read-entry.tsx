import type { DataRead } from '../../../marketplace/index.ts';
import { formatCount, formatMoment, type Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import type { DataAccessTexts } from './texts.ts';

type Props = {
  entry: DataRead;
  name: string;
  language: Language;
  texts: DataAccessTexts;
  zone: string;
  onReceipt: () => void;
};

/** One reading: who read which data about how many people, when, and behind it the fields and the reason. */
export function ReadEntry({ entry, name, language, texts, zone, onReceipt }: Props) {
  return (
    <details className="data-access__entry" data-testid="data-access-entry">
      <summary>
        <time className="dft-number" dateTime={entry.at} dir="ltr">
          {formatMoment(entry.at, zone, true)}
        </time>
        <strong>
          <bdi className="dft-break">{name}</bdi>
        </strong>
        <span className="dft-badge">
          {texts.dataClasses[entry.dataClass] ?? <bdi>{entry.dataClass}</bdi>}
        </span>
        <span className="dft-muted">
          <Phrase text={texts.records} values={{ count: formatCount(entry.rows) }} />
        </span>
      </summary>
      <div className="data-access__more">
        <ReadFacts entry={entry} language={language} texts={texts} />
        <p>
          {entry.version !== null && (
            <span className="dft-muted">
              <Phrase text={texts.version} values={{ version: entry.version }} />
              {' · '}
            </span>
          )}
          <button className="data-access__link" onClick={onReceipt} type="button">
            {texts.receipt}
          </button>
        </p>
      </div>
    </details>
  );
}

type FactsProps = {
  entry: Pick<DataRead, 'fields' | 'purpose'>;
  language: Language;
  texts: DataAccessTexts;
};

/** The fields of a reading in words, and why they were read. */
export function ReadFacts({ entry, language, texts }: FactsProps) {
  const separator = language === 'ar' ? '، ' : ', ';
  const fields = entry.fields.map((field) => texts.fields[field] ?? `\u2068${field}\u2069`).join(separator);
  return (
    <>
      <p>
        {texts.reads} {fields || texts.noFields}
      </p>
      <p>
        {texts.why} <bdi>{entry.purpose[language]}</bdi>
      </p>
    </>
  );
}
