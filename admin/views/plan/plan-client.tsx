'use client';

import { useCallback, useEffect, useState } from 'react';
import type { PlanPage } from '../../../core/billing/index.ts';
import { callApi } from '../../components/call-api.ts';
import type { Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import { useWork } from '../../components/use-work.ts';
import { BestPriceCard } from './best-price-card.tsx';
import { ChangeModal, type WantedChange } from './change-modal.tsx';
import { InvoiceList, type ShownInvoices } from './invoice-list.tsx';
import { PaymentCard } from './payment-card.tsx';
import { PlanPicker } from './plan-picker.tsx';
import { StateCard } from './state-card.tsx';
import { PLAN_TEXTS } from './texts.ts';
import './plan.css';

type Props = {
  start: PlanPage;
  invoices: ShownInvoices;
  language: Language;
  canManage: boolean;
  hasNewCard: boolean;
};

/** What the payment provider does reaches us by its messages, a moment later. */
const LOOK_AGAIN_MS = 2500;

/** The page in the browser: every deed is asked for with its price, and the page is read anew afterwards. */
export function PlanClient({ start, invoices: first, language, canManage, hasNewCard }: Props) {
  const texts = PLAN_TEXTS[language];
  const [page, setPage] = useState(start);
  const [invoices, setInvoices] = useState(first);
  const [wanted, setWanted] = useState<WantedChange>();
  const [note, setNote] = useState(hasNewCard ? texts.cardAdded : undefined);
  const { isBusy, problem, work } = useWork(texts.offline);

  const load = useCallback(async () => {
    setPage(await callApi<PlanPage>('/plan'));
    setInvoices(await callApi<ShownInvoices>('/billing/invoices'));
  }, []);
  useEffect(() => {
    if (!note) return;
    const timer = setTimeout(() => void load().catch(() => undefined), LOOK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [load, note]);

  const visit = (path: string) =>
    work(async () => {
      const { url } = await callApi<{ url: string }>(path, {});
      window.location.assign(url);
    });
  const pay = () =>
    work(async () => {
      await callApi('/plan/pay', {});
      setNote(texts.asked);
    });
  const changed = async () => {
    setWanted(undefined);
    await load();
    setNote(texts.working);
  };
  return (
    <div className="dft-stack">
      {page.isTest && (
        <p className="dft-notice" data-testid="plan-test-mode">
          {texts.testMode}
        </p>
      )}
      {note !== undefined && (
        <p className="dft-notice dft-notice--good" role="status">
          {note}
        </p>
      )}
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      <StateCard canManage={canManage} language={language} onChanged={load} page={page} texts={texts} />
      <BestPriceCard {...{ language, page, texts }} />
      <PaymentCard
        {...{ canManage, isBusy, page, texts }}
        onMethod={() => void visit('/plan/payment-method')}
        onPay={() => void pay()}
        onPortal={() => void visit('/plan/portal')}
      />
      <PlanPicker {...{ canManage, language, page, texts }} onChoose={setWanted} />
      <InvoiceList {...{ invoices, language, texts }} timeZone={page.timeZone} />
      <p className="dft-muted">
        <Phrase text={texts.zone} values={{ zone: page.timeZone }} />
      </p>
      {wanted && (
        <ChangeModal
          {...{ language, page, texts, wanted }}
          onClose={() => setWanted(undefined)}
          onDone={changed}
        />
      )}
    </div>
  );
}
