import type { Overview } from '../../../core/dashboards/index.ts';
import type { Language } from '../../../core/kernel/index.ts';
import type { SchoolDashboard } from '../../../core/school/index.ts';
import { counted, fill, formatNumber, formatPercent } from '../../components/format.ts';
import { AbsenceChart } from './absence-chart.tsx';
import { OverviewPanels } from './overview-panels.tsx';
import { StatCard } from './stat-card.tsx';
import { DASHBOARD_TEXTS } from './texts.ts';

type Numbers = SchoolDashboard & { overview: Overview };
type SchoolPageProps = { numbers: Numbers; language: Language };

/** The start page of school staff: the numbers they may see and the absence of the last weeks. */
export function SchoolPage({ numbers, language }: SchoolPageProps) {
  const texts = DASHBOARD_TEXTS[language];
  const { attendance, students } = numbers;
  const number = (value: number) => formatNumber(value, language);
  return (
    <>
      <ul className="stats">
        {students !== undefined && (
          <StatCard
            href="/admin/collections/students?where[status][equals]=active"
            id="students"
            label={texts.students}
            value={number(students)}
          >
            {numbers.narrowed && texts.ofYourClasses}
          </StatCard>
        )}
        {attendance && <AttendanceCards attendance={attendance} language={language} />}
        {numbers.messages && <MessagesCard language={language} numbers={numbers} />}
      </ul>
      {attendance && (
        <section aria-labelledby="trend" className="panel">
          <h2 id="trend">{texts.trend}</h2>
          <AbsenceChart days={attendance.days} language={language} />
        </section>
      )}
      <OverviewPanels language={language} overview={numbers.overview} />
    </>
  );
}

type AttendanceCardsProps = { attendance: NonNullable<SchoolDashboard['attendance']>; language: Language };

function AttendanceCards({ attendance: { today, registers }, language }: AttendanceCardsProps) {
  const texts = DASHBOARD_TEXTS[language];
  const number = (value: number) => formatNumber(value, language);
  const present = today ? today.marked - today.absent : 0;
  const open = registers.total - registers.taken;
  return (
    <>
      <StatCard
        id="present"
        label={texts.attendanceToday}
        value={today ? formatPercent(present / Math.max(today.marked, 1), language) : '–'}
      >
        {today ? (
          <>
            <span>{fill(texts.ofMarked, { present: number(present), marked: number(today.marked) })}</span>
            <span className="stat__chip stat__chip--absent" data-testid="stat-absent">
              {texts.absent} <b>{number(today.absent)}</b>
            </span>
            <span className="stat__chip stat__chip--late" data-testid="stat-late">
              {texts.late} <b>{number(today.late)}</b>
            </span>
          </>
        ) : (
          texts.notTakenYet
        )}
      </StatCard>
      {registers.total > 0 && (
        <StatCard
          href="/admin/register"
          id="registers"
          label={texts.registers}
          value={<bdi dir="ltr">{`${number(registers.taken)} / ${number(registers.total)}`}</bdi>}
        >
          <span>{texts.registersHint[registers.kind]}</span>
          <span>{open === 0 ? texts.allTaken : counted(texts.openRegisters, open, language)}</span>
        </StatCard>
      )}
    </>
  );
}

function MessagesCard({ numbers: { messages, messengers }, language }: SchoolPageProps) {
  const texts = DASHBOARD_TEXTS[language];
  if (!messages) return null;
  return (
    <StatCard
      href="/admin/collections/notifications"
      id="messages"
      label={texts.messages}
      value={formatNumber(messages.today, language)}
    >
      <span>{fill(texts.messagesMonth, { count: formatNumber(messages.month, language) })}</span>
      {messages.waiting > 0 && <span>{counted(texts.messagesWaiting, messages.waiting, language)}</span>}
      {messengers?.map(({ name, nameAr, state }) => (
        <span className={`stat__addon stat__addon--${state ?? 'none'}`} key={name}>
          {language === 'ar' ? nameAr : name}: {texts.state[state ?? 'none']}
        </span>
      ))}
    </StatCard>
  );
}
