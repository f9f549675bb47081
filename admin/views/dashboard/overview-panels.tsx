import './overview.css';
import type { Overview } from '../../../core/dashboards/index.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { BarChart } from '../../components/bar-chart.tsx';
import { counted, formatDate, formatPercent } from '../../components/format.ts';
import { OVERVIEW_TEXTS } from './overview-texts.ts';
import { decimalsOf, formatSchoolMoney } from './school-money.ts';

type Props = { overview: Overview; language: Language };

/** Registers, results, fees and what is near: each part that the viewer may see. */
export function OverviewPanels({ overview, language }: Props) {
  const { notTaken, results, fees, upcoming } = overview;
  return (
    <div className="overview">
      {notTaken && <NotTaken classes={notTaken} language={language} />}
      {upcoming && <UpcomingList language={language} upcoming={upcoming} />}
      {results && <Results language={language} results={results} />}
      {fees && <FeesPanel fees={fees} language={language} />}
    </div>
  );
}

function NotTaken({ classes, language }: { classes: NonNullable<Overview['notTaken']>; language: Language }) {
  const texts = OVERVIEW_TEXTS[language];
  return (
    <section aria-labelledby="not-taken" className="panel" data-testid="not-taken">
      <h2 id="not-taken">{texts.notTaken}</h2>
      {classes.length === 0 && <p>{texts.allTaken}</p>}
      <ul className="overview__chips">
        {classes.map(({ id, title, titleAr }) => (
          <li key={id}>
            <a href="/admin/register">
              <bdi>{language === 'ar' ? (titleAr ?? title) : title}</bdi>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Results({ results, language }: { results: NonNullable<Overview['results']>; language: Language }) {
  const texts = OVERVIEW_TEXTS[language];
  return (
    <section aria-labelledby="results" className="panel" data-testid="results">
      <h2 id="results">{texts.results}</h2>
      {results.length === 0 ? <p>{texts.noResults}</p> : <p className="rows__detail">{texts.resultsHint}</p>}
      <ul className="overview__bars">
        {results.map(({ subject, subjectAr, percent, results: count }) => (
          <li key={subject}>
            <bdi className="overview__subject">{language === 'ar' ? (subjectAr ?? subject) : subject}</bdi>
            <span aria-hidden="true" className="overview__track">
              <span
                className="overview__fill"
                style={{ inlineSize: `${Math.min(100, Math.max(0, percent))}%` }}
              />
            </span>
            <span className="overview__number">
              <bdi>{formatPercent(percent / 100, language)}</bdi>
            </span>
            <span className="rows__detail">{counted(texts.resultsOf, count, language)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function FeesPanel({ fees, language }: { fees: NonNullable<Overview['fees']>; language: Language }) {
  const texts = OVERVIEW_TEXTS[language];
  const money = (minor: number) => formatSchoolMoney(minor, fees.currency, language);
  return (
    <section aria-labelledby="fees" className="panel" data-testid="fees">
      <h2 id="fees">{texts.fees}</h2>
      <dl className="overview__sums">
        <div>
          <dt>{texts.open}</dt>
          <dd>
            <bdi>{money(fees.open)}</bdi>
          </dd>
        </div>
        <div>
          <dt>{texts.overdue}</dt>
          <dd>
            <bdi>{money(fees.overdue)}</bdi>{' '}
            {fees.overdueCount > 0 && (
              <span className="rows__detail">{counted(texts.overdueOf, fees.overdueCount, language)}</span>
            )}
          </dd>
        </div>
      </dl>
      <h3>{texts.paid}</h3>
      {fees.months.every(({ paid }) => paid === 0) ? (
        <p>{texts.noPayments}</p>
      ) : (
        <>
          <BarChart
            bars={fees.months.map(({ month, paid }) => ({
              label: month,
              text: formatDate(`${month}-01`, language, { month: 'short' }),
              value: Math.round(paid / 10 ** decimalsOf(fees.currency)),
            }))}
            title={texts.paid}
          />
          <ul className="rows">
            {fees.months
              .filter(({ paid }) => paid > 0)
              .map(({ month, paid }) => (
                <li key={month}>
                  <span>{formatDate(`${month}-01`, language, { month: 'long' })}</span>
                  <bdi>{money(paid)}</bdi>
                </li>
              ))}
          </ul>
        </>
      )}
    </section>
  );
}

function UpcomingList({
  upcoming,
  language,
}: {
  upcoming: NonNullable<Overview['upcoming']>;
  language: Language;
}) {
  const texts = OVERVIEW_TEXTS[language];
  return (
    <section aria-labelledby="upcoming" className="panel" data-testid="upcoming">
      <h2 id="upcoming">{texts.upcoming}</h2>
      {upcoming.length === 0 && <p>{texts.nothing}</p>}
      <ul className="rows">
        {upcoming.map(({ kind, title, titleAr, detail, detailAr, date }) => (
          <li key={`${kind}-${title}-${date}-${detail}`}>
            <span>
              {texts.kinds[kind]}: <bdi>{language === 'ar' ? (titleAr ?? title) : title}</bdi>
            </span>
            {detail && <bdi className="rows__detail">{language === 'ar' ? detailAr : detail}</bdi>}
            <span className="rows__detail">
              {formatDate(date, language, { weekday: 'long', day: 'numeric', month: 'long' })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
