'use client';

import { Button } from '@payloadcms/ui';
import type { KeySummary } from '../../../core/identity/index.ts';
import { formatCount, formatMoment } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import { groupScopes } from './scope-groups.ts';
import type { ApiKeyTexts } from './texts.ts';

type Props = {
  summary: KeySummary;
  mayChange: boolean;
  isInPlan: boolean;
  scopeNames: Record<string, string>;
  texts: ApiKeyTexts;
  timeZone: string;
  onAsk: (deed: 'revoke' | 'roll') => void;
};

const BADGES = { active: 'good', expired: 'warning', revoked: 'error' } as const;

/** One key: how it begins, what it may do in plain words, its limits and its last use. */
export function KeyCard({ summary, mayChange, isInPlan, scopeNames, texts, timeZone, onAsk }: Props) {
  const moment = (text: string | null) => (text === null ? '–' : formatMoment(text, timeZone));
  const isActive = summary.state === 'active';
  const facts: [string, React.ReactNode][] = [
    [summary.kind === 'key' ? texts.begins : texts.clientId, <code key="prefix">{summary.prefix}</code>],
    [texts.lastUse, lastUse()],
    [isActive ? texts.expires : texts.ended, moment(summary.expiresAt)],
    [
      texts.limit,
      <Phrase
        key="limit"
        text={texts.perMinute}
        values={{ count: formatCount(summary.requestsPerMinute) }}
      />,
    ],
    [
      texts.from,
      summary.allowedAddresses.length === 0 ? (
        texts.everywhere
      ) : (
        <code key="from">{summary.allowedAddresses.join('  ')}</code>
      ),
    ],
    [
      texts.made,
      <Phrase
        key="made"
        text={summary.createdBy === null ? '{time}' : texts.madeBy}
        values={{ time: moment(summary.createdAt), name: summary.createdBy }}
      />,
    ],
  ];

  function lastUse() {
    if (summary.lastUsedAt === null) return texts.never;
    return (
      <Phrase
        text={summary.lastUsedFrom === null ? '{time}' : texts.usedFrom}
        values={{ time: moment(summary.lastUsedAt), address: summary.lastUsedFrom }}
      />
    );
  }

  return (
    <section className="dft-card dft-stack api-keys__card" data-prefix={summary.prefix} data-testid="key">
      <div className="dft-row dft-row--between">
        <div className="dft-row">
          <h2>
            <bdi>{summary.name}</bdi>
          </h2>
          <span className={`dft-badge dft-badge--${BADGES[summary.state]}`}>
            {texts.states[summary.state]}
          </span>
          {summary.kind === 'oauth_client' && <span className="dft-badge">{texts.oauthBadge}</span>}
        </div>
        {mayChange && isActive && (
          <div className="dft-row">
            {isInPlan && (
              <Button
                buttonStyle="secondary"
                extraButtonProps={{ 'data-testid': 'key-roll' }}
                onClick={() => onAsk('roll')}
                size="small"
              >
                {texts.roll}
              </Button>
            )}
            <Button
              buttonStyle="secondary"
              className="api-keys__danger"
              extraButtonProps={{ 'data-testid': 'key-revoke' }}
              onClick={() => onAsk('revoke')}
              size="small"
            >
              {texts.revoke}
            </Button>
          </div>
        )}
      </div>
      {summary.overlapUntil !== null && isActive && (
        <div className="dft-notice">
          <p>
            <Phrase text={texts.overlapRuns} values={{ time: moment(summary.overlapUntil) }} />
          </p>
        </div>
      )}
      <dl className="api-keys__facts">
        {facts.map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <details className="api-keys__scopes" open={isActive && summary.scopes.length <= 6}>
        <summary>
          <Phrase text={texts.mayDo} values={{ count: formatCount(summary.scopes.length) }} />
        </summary>
        <ul>
          {groupScopes(summary.scopes).flatMap(({ scopes }) =>
            scopes.map((code) => <li key={code}>{scopeNames[code] ?? <code>{code}</code>}</li>),
          )}
        </ul>
      </details>
    </section>
  );
}
