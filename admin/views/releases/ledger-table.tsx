'use client';

import type { Releases } from '../../../marketplace/index.ts';
import { formatMoment } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import type { ReleasesTexts } from './texts.ts';

type Props = Pick<Releases, 'ledger' | 'ledgerBreak'> & { texts: ReleasesTexts };

/** The last entries of the ledger of releases, and whether its chain holds. */
export function LedgerTable({ ledger, ledgerBreak, texts }: Props) {
  return (
    <section className="dft-card dft-stack dft-stack--tight" data-testid="ledger">
      <h2>{texts.ledger}</h2>
      <p className="dft-muted">{texts.ledgerLead}</p>
      {ledgerBreak === null ? (
        <p className="dft-notice dft-notice--good">{texts.ledgerGood}</p>
      ) : (
        <p className="dft-notice dft-notice--error" role="alert">
          <span>
            <Phrase text={texts.ledgerBroken} values={{ seq: ledgerBreak }} />
          </span>
        </p>
      )}
      <table className="dft-table dft-table--stack">
        <thead>
          <tr>
            <th className="dft-number" scope="col">
              #
            </th>
            <th scope="col">{texts.at}</th>
            <th scope="col">{texts.what}</th>
            <th scope="col">{texts.who}</th>
            <th scope="col">{texts.hash}</th>
          </tr>
        </thead>
        <tbody>
          {ledger.map((entry) => (
            <tr key={entry.seq}>
              <td className="dft-number">{entry.seq}</td>
              <td>
                <bdi>{formatMoment(entry.at, 'UTC')}</bdi>
              </td>
              <td>
                {texts.actions[entry.action]}{' '}
                <bdi>
                  {entry.pluginId} {entry.version}
                </bdi>
                {entry.reason && (
                  <div className="dft-muted dft-break" dir="auto">
                    {entry.reason}
                  </div>
                )}
              </td>
              <td data-label={texts.who}>
                <bdi>{entry.actor}</bdi>
              </td>
              <td data-label={texts.hash}>
                <code title={entry.hash}>{entry.hash.slice(0, 12)}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
