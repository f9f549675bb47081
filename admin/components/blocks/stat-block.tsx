import type { Block } from '../../../plugins/sdk/index.ts';
import { formatNumber } from '../format.ts';
import { type BlockHost, shown } from './block-host.ts';

type Props = { block: Extract<Block, { kind: 'stat' }>; host: BlockHost };

/** One number with its name. */
export function StatBlock({ block: { label, value, hint, tone = 'neutral' }, host: { language } }: Props) {
  return (
    <div className={`blocks-stat blocks-stat--${tone}`}>
      <span className="blocks-stat__label">
        <bdi>{shown(label, language)}</bdi>
      </span>
      <span className="blocks-stat__value">
        <bdi>{typeof value === 'number' ? formatNumber(value, language) : value}</bdi>
      </span>
      {hint !== undefined && (
        <span className="dft-muted">
          <bdi>{shown(hint, language)}</bdi>
        </span>
      )}
    </div>
  );
}
