'use client';

import type { Excuse } from '../../../core/attendance/index.ts';
import type { Language } from '../../../core/kernel/index.ts';
import { callApi } from '../../components/call-api.ts';
import { counted, fill, formatDate } from '../../components/format.ts';
import { ATTENDANCE_TEXTS } from './texts.ts';

const SHORT = { day: 'numeric', month: 'long', year: 'numeric' } as const;
const BADGE = { pending: 'warning', accepted: 'good', declined: 'error' } as const;

type ExcuseItemProps = { excuse: Excuse; language: Language; children?: React.ReactNode };

/** One excuse: for whom, which days, why, and what became of it. */
export function ExcuseItem({ excuse, language, children }: ExcuseItemProps) {
  const texts = ATTENDANCE_TEXTS[language];
  const arabic = language === 'ar';
  const own = (one: { name: string; nameAr: string | null }) =>
    arabic ? (one.nameAr ?? one.name) : one.name;
  const days = [excuse.firstDate, excuse.lastDate].map((date) => formatDate(date, language, SHORT));
  const openFile = async () => {
    const { href } = await callApi<{ href: string }>(`/excuses/file?id=${excuse.id}`);
    window.open(href, '_blank', 'noopener');
  };
  return (
    <li className="dft-card dft-stack dft-stack--tight" data-excuse={excuse.id} data-testid="excuse">
      <div className="dft-row dft-row--between">
        <h3>
          <bdi>{own(excuse.student)}</bdi>{' '}
          {excuse.class && (
            <bdi className="dft-muted">
              {arabic ? (excuse.class.titleAr ?? excuse.class.title) : excuse.class.title}
            </bdi>
          )}
        </h3>
        <span className={`dft-badge dft-badge--${BADGE[excuse.status]}`} data-testid="excuse-status">
          {texts.status[excuse.status]}
        </span>
      </div>
      <p>
        {days[0] === days[1] ? days[0] : `${days[0]} – ${days[1]}`}
        {excuse.unexcused > 0 && (
          <span className="dft-muted"> · {counted(texts.unexcusedDays, excuse.unexcused, language)}</span>
        )}
      </p>
      <p className="attendance__reason" dir="auto">
        {excuse.reason}
      </p>
      {excuse.guardian && (
        <p className="dft-muted">
          {texts.from} <bdi>{own(excuse.guardian)}</bdi>
        </p>
      )}
      {excuse.channel && (
        <p className="dft-muted">
          {fill(texts.office.entered, { channel: texts.office.channels[excuse.channel] })}
        </p>
      )}
      {excuse.fileName && (
        <p>
          <button className="dft-tab" onClick={() => void openFile()} type="button">
            <bdi>{excuse.fileName}</bdi>
          </button>
        </p>
      )}
      {excuse.note && (
        <p className="attendance__reason" dir="auto">
          {texts.answer}: {excuse.note}
        </p>
      )}
      {children}
    </li>
  );
}
