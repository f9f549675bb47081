import type { Language } from '../../../core/kernel/index.ts';
import type { SandboxStatus } from '../../../core/sandbox/index.ts';
import type { ConsoleDashboard } from '../../../core/school/index.ts';
import { fill, formatDay, formatNumber } from '../../components/format.ts';
import { SandboxCard } from './sandbox-card.tsx';
import { StatCard } from './stat-card.tsx';
import { DASHBOARD_TEXTS } from './texts.ts';

/** The start page of the platform's staff. */
export function ConsolePage({
  numbers,
  sandbox,
  language,
}: {
  numbers: ConsoleDashboard;
  sandbox: SandboxStatus | undefined;
  language: Language;
}) {
  const texts = DASHBOARD_TEXTS[language];
  const { schools, events, unpaid, latest } = numbers;
  const number = (value: number) => formatNumber(value, language);
  return (
    <>
      <ul className="stats">
        <StatCard href="/admin/schools" id="schools" label={texts.schools} value={number(schools.active)}>
          {fill(texts.schoolsHint, { all: number(schools.all), month: number(schools.month) })}
        </StatCard>
        <StatCard
          href="/admin/collections/outbox?where[status][equals]=pending"
          id="events-waiting"
          label={texts.eventsWaiting}
          tone={events.oldestSeconds > 60 ? 'warn' : undefined}
          value={number(events.waiting)}
        >
          {events.waiting > 0
            ? fill(texts.oldest, { seconds: number(events.oldestSeconds) })
            : texts.nothingWaiting}
        </StatCard>
        <StatCard
          href="/admin/collections/outbox?where[status][equals]=dead"
          id="dead-letters"
          label={texts.dead}
          tone={events.dead > 0 ? 'bad' : undefined}
          value={number(events.dead)}
        >
          {events.dead > 0 ? texts.deadHint : texts.deadNone}
        </StatCard>
        <StatCard
          id="unpaid"
          label={texts.unpaid}
          tone={unpaid > 0 ? 'warn' : undefined}
          value={number(unpaid)}
        >
          {texts.unpaidHint}
        </StatCard>
      </ul>
      <SandboxCard language={language} status={sandbox} />
      <section aria-labelledby="latest" className="panel">
        <h2 id="latest">{texts.latestSchools}</h2>
        <ul className="rows">
          {latest.map((school) => (
            <li key={school.id}>
              <a href={`/admin/schools/${school.id}`}>
                <bdi>{language === 'ar' ? (school.nameAr ?? school.name) : school.name}</bdi>
              </a>
              <bdi className="rows__detail">{school.subdomain}</bdi>
              <span className="rows__detail">{formatDay(school.at, language, 'Asia/Qatar')}</span>
              {!school.active && <span className="rows__detail">{texts.inactive}</span>}
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
