import './state-banner.css';
import type { ServerProps } from 'payload';
import type { ReactNode } from 'react';
import { BILLING_REASONS } from '../../core/billing/index.ts';
import { currentScope, grantsOf, poolOf, type TenantInfo } from '../../core/tenancy/index.ts';
import { languageOf } from './language.ts';
import { exactMoment } from './moment.ts';
import { Phrase } from './phrase.tsx';

const TEXTS = {
  en: {
    suspended: 'Your school is suspended: everything can be read and exported, nothing can be changed.',
    reason: 'Reason: {reason}',
    reasons: {
      [BILLING_REASONS.trial]: 'The trial has ended and was not paid.',
      [BILLING_REASONS.unpaid]: 'A payment is open.',
      [BILLING_REASONS.ended]: 'The subscription has ended.',
    } as Record<string, string>,
    trial: 'Your trial ends on {at}.',
    pastDue: 'A payment is open. Everything works as before until {at}.',
    plan: 'Plan and invoices',
    contact: 'Please contact Daftar to continue.',
    test: 'Test mode: no real money. Payments go to a stand-in or a sandbox.',
  },
  ar: {
    suspended: 'مدرستك موقوفة: يمكن الاطلاع على كل شيء وتصديره، ولا يمكن تغيير أي شيء.',
    reason: 'السبب: {reason}',
    reasons: {
      [BILLING_REASONS.trial]: 'انتهت الفترة التجريبية ولم يتم السداد.',
      [BILLING_REASONS.unpaid]: 'هناك دفعة مستحقة.',
      [BILLING_REASONS.ended]: 'انتهى الاشتراك.',
    } as Record<string, string>,
    trial: 'تنتهي فترتك التجريبية في {at}.',
    pastDue: 'هناك دفعة مستحقة. يستمر كل شيء كالمعتاد حتى {at}.',
    plan: 'الخطة والفواتير',
    contact: 'يرجى التواصل مع دفتر للمتابعة.',
    test: 'وضع الاختبار: لا أموال حقيقية. تذهب المدفوعات إلى بديل محلي أو بيئة تجريبية.',
  },
} as const;

const STATE = `
  select t.trial_ends_at, t.suspended_reason, s.status, s.grace_ends_at
    from tenants t left join subscriptions s on s.tenant_id = t.id and s.status = 'past_due' where t.id = $1`;

/** Above every page of a school that is on trial, owes a payment or is suspended; and of the console while no money is real. */
export async function StateBanner({ i18n, payload, user }: ServerProps) {
  const scope = currentScope();
  const texts = TEXTS[languageOf(i18n.language)];
  if (!scope || !user) return null;
  if (scope.kind === 'platform')
    return scope.realm === 'platform' && isTestMode() ? <Test text={texts.test} /> : null;
  const { tenant } = scope;
  const { rows } = await poolOf(payload).query(STATE, [tenant.id]);
  const row = rows[0] as StateRow | undefined;
  // Families and teachers are not told of unpaid bills.
  const seesPlan = (await grantsOf({ user, payload })).codes.has('billing.read');
  const link = seesPlan && <a href={`${payload.config.routes.admin}/plan`}>{texts.plan}</a>;
  if (tenant.status === 'suspended')
    return <Suspended link={link} reason={row?.suspended_reason} texts={texts} />;
  const notice = noticeOf(tenant, row, seesPlan);
  if (!notice) return null;
  return (
    <div
      className={`state-banner state-banner--${notice.kind === 'trial' ? 'trial' : 'due'}`}
      data-testid="state-banner"
      role="status"
    >
      <span>
        <Phrase text={texts[notice.kind]} values={{ at: exactMoment(notice.at, tenant.timeZone) }} />
      </span>
      {link}
    </div>
  );
}

type StateRow = {
  trial_ends_at: Date | null;
  suspended_reason: string | null;
  status: string | null;
  grace_ends_at: Date | null;
};

function noticeOf(tenant: TenantInfo, row: StateRow | undefined, seesPlan: boolean) {
  if (tenant.status === 'trial' && row?.trial_ends_at)
    return { kind: 'trial' as const, at: row.trial_ends_at };
  if (seesPlan && row?.status === 'past_due' && row.grace_ends_at)
    return { kind: 'pastDue' as const, at: row.grace_ends_at };
  return undefined;
}

type SuspendedProps = {
  reason: string | null | undefined;
  texts: (typeof TEXTS)['en' | 'ar'];
  link: ReactNode;
};

function Suspended({ reason, texts, link }: SuspendedProps) {
  const known = reason ? texts.reasons[reason] : undefined;
  return (
    <div className="state-banner state-banner--suspended" data-testid="state-banner" role="alert">
      <strong>{texts.suspended}</strong>
      {known && <span>{known}</span>}
      {reason && !known && (
        <span>
          <Phrase text={texts.reason} values={{ reason }} />
        </span>
      )}
      {known && link ? link : <span>{texts.contact}</span>}
    </div>
  );
}

function Test({ text }: { text: string }) {
  return (
    <div className="state-banner state-banner--trial" data-testid="test-mode" role="status">
      <span>{text}</span>
    </div>
  );
}

function isTestMode(): boolean {
  return !/^(sk|rk)_live_/.test(process.env.STRIPE_SECRET_KEY ?? '');
}
