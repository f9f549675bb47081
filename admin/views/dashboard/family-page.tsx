import type { Overview } from '../../../core/dashboards/index.ts';
import type { Language } from '../../../core/kernel/index.ts';
import type { ChildToday, FamilyDashboard, News } from '../../../core/school/index.ts';
import { counted, formatDay } from '../../components/format.ts';
import { OverviewPanels } from './overview-panels.tsx';
import { DASHBOARD_TEXTS } from './texts.ts';

type FamilyPageProps = {
  family: FamilyDashboard & { overview: Overview };
  language: Language;
  timeZone: string;
};

/** The start page of guardians and students: own children today, and the school's news. */
export function FamilyPage({ family, language, timeZone }: FamilyPageProps) {
  const texts = DASHBOARD_TEXTS[language];
  return (
    <>
      {family.children && (
        <section aria-labelledby="children" className="panel">
          <h2 id="children">{texts.childrenTitle}</h2>
          {family.children.length === 0 && <p>{texts.noChildren}</p>}
          <ul className="children">
            {family.children.map((child) => (
              <Child child={child} key={child.id} language={language} />
            ))}
          </ul>
        </section>
      )}
      <OverviewPanels language={language} overview={family.overview} />
      {family.news && (
        <section aria-labelledby="news" className="panel">
          <h2 id="news">{texts.news}</h2>
          {family.news.length === 0 && <p>{texts.noNews}</p>}
          {family.news.map((item) => (
            <Announcement item={item} key={item.id} language={language} timeZone={timeZone} />
          ))}
        </section>
      )}
    </>
  );
}

function Child({ child, language }: { child: ChildToday; language: Language }) {
  const texts = DASHBOARD_TEXTS[language];
  const arabic = language === 'ar';
  const { today } = child;
  return (
    <li className="child" data-student={child.id} data-testid="child">
      <bdi className="child__name">{arabic ? (child.nameAr ?? child.name) : child.name}</bdi>
      <bdi className="child__class">{arabic ? (child.classAr ?? child.class) : child.class}</bdi>
      <span className={`child__today child__today--${today?.status ?? 'none'}`} data-testid="child-today">
        {today ? (arabic ? today.titleAr : today.title) : texts.notMarkedToday}
        {today?.minutes != null && ` · ${counted(texts.minutes, today.minutes, language)}`}
      </span>
      <span className="child__month">
        {texts.lastDays} {counted(texts.absentDays, child.absent, language)}
        {arabic ? '، ' : ', '}
        {counted(texts.lateDays, child.late, language)}
      </span>
    </li>
  );
}

function Announcement({ item, language, timeZone }: { item: News; language: Language; timeZone: string }) {
  const arabic = language === 'ar';
  return (
    <article className="news" dir="auto">
      <h3>{arabic ? (item.titleAr ?? item.title) : item.title}</h3>
      <p className="news__date">{formatDay(item.at, language, timeZone)}</p>
      <p className="news__body">{arabic ? (item.bodyAr ?? item.body) : item.body}</p>
    </article>
  );
}
