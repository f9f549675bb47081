import type { ReactNode } from 'react';
import type { SupportGrant } from '../../../core/identity/browser.ts';
import { formatMoment } from '../../components/language.ts';
import type { SupportTexts } from './texts.ts';

type GrantCardProps = {
  grant: SupportGrant;
  title: string;
  texts: SupportTexts;
  zone: string;
  children: ReactNode;
};

const TONES: Record<string, string> = { requested: ' dft-badge--warning', approved: ' dft-badge--good' };

/** One request for support access, with what can be done about it. */
export function GrantCard({ grant, title, texts, zone, children }: GrantCardProps) {
  const facts: [string, string | null][] = [
    [texts.why, grant.reason],
    [texts.ticket, grant.ticket],
    [texts.asked, formatMoment(grant.createdAt, zone)],
    [texts.decidedBy, grant.decidedBy],
    [texts.entered, grant.startedAt && formatMoment(grant.startedAt, zone)],
    [
      texts.until,
      grant.status === 'approved' && grant.expiresAt ? formatMoment(grant.expiresAt, zone) : null,
    ],
  ];
  return (
    <article className="dft-card dft-stack dft-stack--tight" data-testid="support-grant">
      <div className="dft-row dft-row--between">
        <h2>
          <bdi>{title}</bdi>
        </h2>
        <span className="dft-row">
          {(grant.mayWrite || (grant.writeAsked && grant.status === 'requested')) && (
            <span className="dft-badge dft-badge--error">
              {grant.mayWrite ? texts.mayWrite : texts.writes}
            </span>
          )}
          <span className={`dft-badge${TONES[grant.status] ?? ''}`}>{texts.statuses[grant.status]}</span>
        </span>
      </div>
      <dl className="support__facts">
        {facts.map(([name, value]) =>
          value ? (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <bdi className="dft-break">{value}</bdi>
              </dd>
            </div>
          ) : null,
        )}
      </dl>
      <div className="dft-row">{children}</div>
    </article>
  );
}
