import type { ConnectionView } from '../../../core/identity/index.ts';
import type { SsoTexts } from './texts.ts';

/** What state a connection is in, in badges. */
export function StateBadges({ connection, texts }: { connection: ConnectionView; texts: SsoTexts }) {
  return (
    <p className="dft-row" data-testid="sso-state">
      <span className={`dft-badge ${connection.enabled ? 'dft-badge--good' : ''}`}>
        {connection.enabled ? texts.on : texts.off}
      </span>
      {connection.enforced && <span className="dft-badge dft-badge--warning">{texts.onlyWay}</span>}
      <span className={`dft-badge ${connection.testedAt ? 'dft-badge--good' : 'dft-badge--warning'}`}>
        {connection.testedAt ? texts.tested : texts.untested}
      </span>
    </p>
  );
}
