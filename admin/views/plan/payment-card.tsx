'use client';

import { Button } from '@payloadcms/ui';
import type { PlanPage } from '../../../core/billing/index.ts';
import { Phrase } from '../../components/phrase.tsx';
import type { PlanTexts } from './texts.ts';

type Props = {
  page: PlanPage;
  texts: PlanTexts;
  canManage: boolean;
  isBusy: boolean;
  onMethod: () => void;
  onPortal: () => void;
  onPay: () => void;
};

/** How the school pays; cards are given on a page of the provider and never here. */
export function PaymentCard({ page, texts, canManage, isBusy, onMethod, onPortal, onPay }: Props) {
  const method = page.paymentMethod;
  if (page.payer !== undefined)
    return (
      <section className="dft-card dft-stack dft-stack--tight" data-testid="plan-payment">
        <h2>{texts.payment}</h2>
        <p data-testid="plan-payer">
          <Phrase text={texts.paidBy} values={{ group: page.payer }} />
        </p>
      </section>
    );
  const isOpen = page.status === 'past_due' || page.status === 'suspended';
  return (
    <section className="dft-card dft-stack dft-stack--tight" data-testid="plan-payment">
      <h2>{texts.payment}</h2>
      <p>
        {method ? (
          <>
            <Phrase text={texts.card} values={{ brand: method.brand.toUpperCase(), last4: method.last4 }} />
            {method.expires && (
              <>
                {' · '}
                <Phrase text={texts.expires} values={{ month: method.expires }} />
              </>
            )}
          </>
        ) : (
          texts.noMethod
        )}
      </p>
      {canManage && (
        <div className="dft-row">
          <Button
            buttonStyle={method ? 'secondary' : 'primary'}
            disabled={isBusy}
            extraButtonProps={{ 'data-testid': 'plan-method' }}
            onClick={method ? onPortal : onMethod}
            size="small"
          >
            {method ? texts.changeMethod : texts.addMethod}
          </Button>
          {isOpen && method && (
            <Button
              disabled={isBusy}
              extraButtonProps={{ 'data-testid': 'plan-pay' }}
              onClick={onPay}
              size="small"
            >
              {texts.payNow}
            </Button>
          )}
          {page.hasCustomer && !method && (
            <Button buttonStyle="secondary" disabled={isBusy} onClick={onPortal} size="small">
              {texts.portal}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}
