'use client';

import { Button } from '@payloadcms/ui';
import type { RolloutEntry } from '../../../marketplace/index.ts';
import { formatCount, formatMoment, type Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import type { Deed } from './releases-client.tsx';
import type { ReleasesTexts } from './texts.ts';

type Props = {
  rollout: RolloutEntry;
  language: Language;
  texts: ReleasesTexts;
  onAsk: (deed: Deed) => void;
};

const TONES: Record<string, string> = {
  running: ' dft-badge--good',
  done: ' dft-badge--good',
  paused: ' dft-badge--warning',
  rolling_back: ' dft-badge--error',
  rolled_back: ' dft-badge--error',
};
const ACTIONS: Record<string, Deed['action'][]> = {
  running: ['pause', 'roll_back'],
  paused: ['resume', 'roll_back'],
  rolled_back: ['resume'],
  done: ['roll_back'],
};

/** One rollout: how far it is, what its receipts say, and what can be done with it. */
export function RolloutCard({ rollout, language, texts, onAsk }: Props) {
  const { state, figures } = rollout;
  const name = language === 'ar' ? rollout.nameAr : rollout.name;
  const percent = state === 'done' ? 100 : rollout.ringPercent;
  return (
    <article className="dft-card dft-stack dft-stack--tight" data-state={state} data-testid="rollout">
      <div className="dft-row dft-row--between">
        <h3>
          <bdi>{name}</bdi>{' '}
          <Phrase text={texts.fromTo} values={{ from: rollout.baseline, to: rollout.version }} />
        </h3>
        <span className={`dft-badge${TONES[state] ?? ''}`}>{texts.rolloutStates[state]}</span>
      </div>
      <ProgressBar label={name} percent={percent} />
      <p className="dft-muted">
        <Phrase
          text={texts.ring}
          values={{
            ring: rollout.ring + 1,
            percent: rollout.ringPercent,
            since: formatMoment(rollout.ringStartedAt, 'UTC'),
          }}
        />
      </p>
      <p>
        <Phrase text={texts.upgraded} values={{ count: formatCount(rollout.upgraded) }} />
        {' · '}
        <Phrase text={texts.undone} values={{ count: formatCount(rollout.undone) }} />
        {' · '}
        <Phrase text={texts.held} values={{ count: formatCount(rollout.held) }} />
      </p>
      {rollout.reason && (
        <p>
          <Phrase text={texts.reason} values={{ reason: rollout.reason }} />
        </p>
      )}
      {figures && <FigureTable figures={figures} texts={texts} />}
      <div className="dft-row">
        {(ACTIONS[state] ?? []).map((action) => (
          <Button
            buttonStyle="secondary"
            extraButtonProps={{ 'data-testid': `rollout-${action}` }}
            key={action}
            onClick={() =>
              onAsk({
                action,
                path: '/console/releases/rollout',
                body: { id: rollout.id },
                name,
                version: rollout.version,
              })
            }
            size="small"
          >
            {texts[action]}
          </Button>
        ))}
      </div>
    </article>
  );
}

type Figures = NonNullable<RolloutEntry['figures']>;

function FigureTable({ figures, texts }: { figures: Figures; texts: ReleasesTexts }) {
  const { before, now, bands } = figures;
  const share = (count: number, calls: number) =>
    calls === 0 ? '–' : texts.percent.replace('{count}', ((count / calls) * 100).toFixed(1));
  const cpu = ({ cpuMs, calls }: Figures['now']) =>
    calls === 0 ? '–' : texts.ms.replace('{count}', (cpuMs / calls).toFixed(1));
  const rows: [string, string, string, string][] = [
    [texts.calls, formatCount(before.calls), formatCount(now.calls), ''],
    [texts.errors, share(before.errors, before.calls), share(now.errors, now.calls), share(bands.errors, 1)],
    [
      texts.timeouts,
      share(before.timeouts, before.calls),
      share(now.timeouts, now.calls),
      share(bands.timeouts, 1),
    ],
    [
      texts.cpu,
      cpu(before),
      cpu(now),
      bands.cpuMs === undefined ? texts.unknown : texts.ms.replace('{count}', bands.cpuMs.toFixed(1)),
    ],
  ];
  return (
    <div className="dft-table-wrap">
      <table className="dft-table">
        <thead>
          <tr>
            <th scope="col">{texts.figure}</th>
            {[texts.versionBefore, texts.versionNow, texts.limit].map((title) => (
              <th className="dft-number" key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([title, ...cells]) => (
            <tr key={title}>
              <th scope="row">{title}</th>
              {cells.map((cell, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: three columns that never move
                <td className="dft-number" key={index}>
                  <bdi>{cell}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
