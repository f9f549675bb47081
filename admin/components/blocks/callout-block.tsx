import type { Block } from '../../../plugins/sdk/index.ts';
import { type BlockHost, shown } from './block-host.ts';

type Props = { block: Extract<Block, { kind: 'callout' }>; host: BlockHost };

const LOOKS = {
  neutral: '',
  good: 'dft-notice--good',
  warning: 'dft-notice--warning',
  bad: 'dft-notice--error',
};

/** Something a person should not miss. */
export function CalloutBlock({ block: { tone = 'neutral', title, text }, host: { language } }: Props) {
  return (
    <div className={`dft-notice ${LOOKS[tone]}`} role="note">
      {title !== undefined && <strong dir="auto">{shown(title, language)}</strong>}
      <p className="blocks-lines" dir="auto">
        {shown(text, language)}
      </p>
    </div>
  );
}
