'use client';

import { useState } from 'react';
import type { SchoolGroup } from '../../../core/billing/index.ts';
import { callApi } from '../../components/call-api.ts';
import { formatMoment, type Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import { useWork } from '../../components/use-work.ts';
import { GROUP_TEXTS } from './texts.ts';

type Props = { group: SchoolGroup; language: Language };

/** Who pays for which school of a group, by which card, and the address where the payer gives one. */
export function PayerCard({ group, language }: Props) {
  const texts = GROUP_TEXTS[language];
  const [address, setAddress] = useState<string>();
  const { isBusy, problem, work } = useWork(texts.offline);
  const { payer, leaving, hasOnePayer } = group;
  const waiting = group.members.filter((member) => member.status && member.payer !== 'group');
  if (!hasOnePayer && leaving.length === 0 && group.members.every((member) => member.payer === 'school'))
    return null;
  const ask = () =>
    work(async () => {
      const { url } = await callApi<{ url: string }>('/console/group/payment-page', { id: group.id });
      setAddress(url);
    });
  const method = payer?.paymentMethod;
  return (
    <section className="dft-card dft-stack dft-stack--tight" data-testid="group-payer-card">
      <h2>{texts.payer}</h2>
      <p>
        {method ? (
          <Phrase text={texts.card} values={{ brand: method.brand.toUpperCase(), last4: method.last4 }} />
        ) : (
          texts.noCard
        )}
      </p>
      {hasOnePayer && waiting.length > 0 && (
        <p>
          <Phrase
            text={texts.notYet}
            values={{ schools: waiting.map(({ name }) => name).join(`${texts.comma} `) }}
          />
        </p>
      )}
      {leaving.map(({ id, name, periodEnd }) => (
        <p key={id}>
          <Phrase
            text={texts.stillPays}
            values={{ school: name, when: periodEnd ? `${formatMoment(periodEnd, 'UTC')} UTC` : '–' }}
          />
        </p>
      ))}
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      {hasOnePayer && (
        <div className="dft-row">
          <button
            className="schools__button"
            data-testid="group-payment-page"
            disabled={isBusy}
            onClick={() => void ask()}
            type="button"
          >
            {texts.paymentPage}
          </button>
          {address !== undefined && (
            <a data-testid="group-payment-address" dir="ltr" href={address} rel="noreferrer" target="_blank">
              {texts.paymentAddress}
            </a>
          )}
        </div>
      )}
    </section>
  );
}
