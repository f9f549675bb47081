'use client';

import { Button } from '@payloadcms/ui';
import { useState } from 'react';
import type { Agreement, PublisherShares } from '../../../marketplace/index.ts';
import { callApi } from '../../components/call-api.ts';
import { formatMoney } from '../../components/format-money.ts';
import { formatMoment, type Language } from '../../components/language.ts';
import { useWork } from '../../components/use-work.ts';
import { PARTNER_SHARES_TEXTS } from './texts.ts';
import './partner-shares.css';

type Shares = { agreements: Agreement[]; publishers: PublisherShares[] };
type Props = { language: Language; start: Shares; products: { code: string; name: string }[]; today: string };

/** Publishers, their accounts and agreements in the browser. */
export function PartnerSharesClient({ language, start, products, today }: Props) {
  const texts = PARTNER_SHARES_TEXTS[language];
  const [shares, setShares] = useState(start);
  const { isBusy, problem, work } = useWork(texts.offline);
  const send = (path: string, body: object) =>
    void work(async () => setShares(await callApi<Shares>(`/console/partners/${path}`, body)));
  const names = new Map(products.map(({ code, name }) => [code, name]));
  return (
    <div className="dft-stack">
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      <section className="dft-card dft-stack dft-stack--tight">
        <h2>{texts.publishers}</h2>
        <PublisherTable language={language} publishers={shares.publishers} />
        <AccountForm
          isBusy={isBusy}
          onSend={(body) => send('account', body)}
          publishers={shares.publishers}
          texts={texts}
        />
      </section>
      <section className="dft-card dft-stack dft-stack--tight">
        <h2>{texts.agreements}</h2>
        {shares.agreements.length === 0 ? (
          <p className="dft-muted">{texts.none}</p>
        ) : (
          <table className="dft-table dft-table--stack" data-testid="agreements">
            <thead>
              <tr>
                <th scope="col">{texts.publisher}</th>
                <th scope="col">{texts.code}</th>
                <th className="dft-number" scope="col">
                  {texts.share}
                </th>
                <th scope="col">{texts.from}</th>
                <th scope="col">{texts.by}</th>
              </tr>
            </thead>
            <tbody>
              {shares.agreements.map((agreement) => (
                <tr key={agreement.id}>
                  <th scope="row">
                    <bdi>{agreement.publisherId}</bdi>
                  </th>
                  <td data-label={texts.code}>{names.get(agreement.code) ?? agreement.code}</td>
                  <td className="dft-number" data-label={texts.share}>
                    <bdi>{agreement.sharePercent}</bdi>
                  </td>
                  <td data-label={texts.from}>
                    <bdi>{formatMoment(agreement.validFrom, 'UTC')}</bdi>
                  </td>
                  <td data-label={texts.by}>
                    <bdi>{agreement.createdBy}</bdi>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <form
          className="partner-shares__form"
          onSubmit={(event) => {
            event.preventDefault();
            const form = new FormData(event.currentTarget);
            send('agree', {
              publisherId: form.get('publisherId'),
              code: form.get('code'),
              sharePercent: form.get('sharePercent'),
              validFrom: `${form.get('validFrom')}T00:00:00Z`,
            });
          }}
        >
          <PublisherChoice label={texts.publisher} publishers={shares.publishers} />
          <label>
            <span>{texts.code}</span>
            <select className="dft-input" name="code">
              {products.map(({ code, name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <label>
            <span>{texts.share}</span>
            <input
              className="dft-input"
              defaultValue="85"
              dir="ltr"
              inputMode="decimal"
              maxLength={8}
              name="sharePercent"
              required
            />
          </label>
          <label>
            <span>{texts.from}</span>
            <input className="dft-input" defaultValue={today} name="validFrom" required type="date" />
          </label>
          <Button disabled={isBusy} type="submit">
            {texts.agree}
          </Button>
        </form>
      </section>
    </div>
  );
}

function PublisherTable({ publishers, language }: { publishers: PublisherShares[]; language: Language }) {
  const texts = PARTNER_SHARES_TEXTS[language];
  return (
    <table className="dft-table dft-table--stack" data-testid="publishers">
      <thead>
        <tr>
          <th scope="col">{texts.publisher}</th>
          <th scope="col">{texts.account}</th>
          <th className="dft-number" scope="col">
            {texts.right}
          </th>
          <th className="dft-number" scope="col">
            {texts.transferred}
          </th>
          <th className="dft-number" scope="col">
            {texts.waiting}
          </th>
        </tr>
      </thead>
      <tbody>
        {publishers.map((publisher) => (
          <tr key={publisher.publisherId}>
            <th scope="row">
              <bdi>{publisher.publisherId}</bdi>
            </th>
            <td data-label={texts.account}>
              {publisher.account ? <code>{publisher.account}</code> : texts.noAccount}
            </td>
            <td className="dft-number" data-label={texts.right}>
              <bdi>{formatMoney(publisher.rightCents, language)}</bdi>
            </td>
            <td className="dft-number" data-label={texts.transferred}>
              <bdi>{formatMoney(publisher.transferredCents, language)}</bdi>
            </td>
            <td className="dft-number" data-label={texts.waiting}>
              {publisher.waiting}
              {publisher.lastError && (
                <div className="dft-muted dft-break" dir="auto">
                  {publisher.lastError}
                </div>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function AccountForm(props: {
  publishers: PublisherShares[];
  texts: (typeof PARTNER_SHARES_TEXTS)['en'];
  isBusy: boolean;
  onSend: (body: object) => void;
}) {
  const { publishers, texts, isBusy, onSend } = props;
  return (
    <form
      className="partner-shares__form"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        onSend({ publisherId: form.get('publisherId'), account: form.get('account') });
      }}
    >
      <PublisherChoice label={texts.publisher} publishers={publishers} />
      <label>
        <span>{texts.account}</span>
        <input
          className="dft-input"
          dir="ltr"
          maxLength={66}
          name="account"
          pattern="acct_\w+"
          placeholder="acct_"
          required
        />
      </label>
      <Button buttonStyle="secondary" disabled={isBusy} type="submit">
        {texts.setAccount}
      </Button>
    </form>
  );
}

function PublisherChoice({ label, publishers }: { label: string; publishers: PublisherShares[] }) {
  return (
    <label>
      <span>{label}</span>
      <select className="dft-input" name="publisherId">
        {publishers.map(({ publisherId }) => (
          <option key={publisherId} value={publisherId}>
            {publisherId}
          </option>
        ))}
      </select>
    </label>
  );
}
