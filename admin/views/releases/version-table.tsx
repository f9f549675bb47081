'use client';

import { Button } from '@payloadcms/ui';
import type { ReleasePlugin } from '../../../marketplace/index.ts';
import { formatCount, formatMoment, type Language } from '../../components/language.ts';
import type { Deed } from './releases-client.tsx';
import type { ReleasesTexts } from './texts.ts';

type Props = {
  plugin: ReleasePlugin;
  language: Language;
  texts: ReleasesTexts;
  onAsk: (deed: Deed) => void;
};

const TONES: Record<string, string> = {
  listed: ' dft-badge--good',
  deprecated: ' dft-badge--warning',
  yanked: ' dft-badge--warning',
  revoked: ' dft-badge--error',
};
/** A state is never taken back. */
const ACTIONS: Record<string, Deed['action'][]> = {
  listed: ['deprecate', 'yank', 'revoke'],
  deprecated: ['yank', 'revoke'],
  yanked: ['revoke'],
};

/** The versions of one add-on, newest first, with what can be done with each. */
export function VersionTable({ plugin, language, texts, onAsk }: Props) {
  const name = language === 'ar' ? plugin.nameAr : plugin.name;
  return (
    <article className="dft-card dft-stack dft-stack--tight" data-plugin={plugin.pluginId}>
      <div className="dft-row dft-row--between">
        <h3>
          <bdi>{name}</bdi> <code>{plugin.pluginId}</code>
        </h3>
        {!plugin.listed && <span className="dft-badge dft-badge--warning">{texts.unlisted}</span>}
      </div>
      <table className="dft-table dft-table--stack">
        <thead>
          <tr>
            <th scope="col">{texts.version}</th>
            <th scope="col">{texts.state}</th>
            <th className="dft-number" scope="col">
              {texts.installs}
            </th>
            <th scope="col">{texts.published}</th>
            <th scope="col" />
          </tr>
        </thead>
        <tbody>
          {plugin.versions.map((version) => (
            <tr data-version={version.version} key={version.version}>
              <th scope="row">
                <bdi>{version.version}</bdi>{' '}
                {version.isCurrent && <span className="dft-badge">{texts.current}</span>}
              </th>
              <td>
                <span className={`dft-badge${TONES[version.state] ?? ''}`}>
                  {texts.states[version.state]}
                </span>{' '}
                {version.heldBack && <span className="dft-badge dft-badge--error">{texts.heldBack}</span>}
                {version.reason && (
                  <div className="dft-muted dft-break" dir="auto">
                    {version.reason}
                  </div>
                )}
              </td>
              <td className="dft-number" data-label={texts.installs}>
                {formatCount(version.installs)}
              </td>
              <td data-label={texts.published}>
                <bdi>{formatMoment(version.publishedAt, 'UTC')}</bdi>
              </td>
              <td>
                <div className="dft-row releases__actions">
                  {(ACTIONS[version.state] ?? []).map((action) => (
                    <Button
                      buttonStyle="secondary"
                      extraButtonProps={{ 'data-testid': `version-${action}` }}
                      key={action}
                      onClick={() =>
                        onAsk({
                          action,
                          path: '/console/releases/state',
                          body: { pluginId: plugin.pluginId, version: version.version },
                          name,
                          version: version.version,
                        })
                      }
                      size="small"
                    >
                      {texts[action]}
                    </Button>
                  ))}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </article>
  );
}
