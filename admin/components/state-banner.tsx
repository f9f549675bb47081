import './state-banner.css';
import type { ServerProps } from 'payload';
import { BILLING_REASONS } from '../../core/billing/index.ts';
import { currentScope, poolOf } from '../../core/tenancy/index.ts';
import { formatDay } from './format.ts';
import { languageOf } from './language.ts';
import { Phrase } from './phrase.tsx';

const TEXTS = {
  en: {
    suspended: 'Your school is suspended: everything can be read and exported, nothing can be changed.',
    reason: 'Reason: {reason}',
    trialOver: 'The trial has ended.',
    trial: 'Your trial ends on {day}.',
    contact: 'Please contact Daftar to continue.',
  },
  ar: {
    suspended: 'مدرستك موقوفة: يمكن الاطلاع على كل شيء وتصديره، ولا يمكن تغيير أي شيء.',
    reason: 'السبب: {reason}',
    trialOver: 'انتهت الفترة التجريبية.',
    trial: 'تنتهي فترتك التجريبية في {day}.',
    contact: 'يرجى التواصل مع دفتر للمتابعة.',
  },
} as const;

/** Above every page of a school that is on trial or suspended. */
export async function StateBanner({ i18n, payload, user }: ServerProps) {
  const scope = currentScope();
  if (scope?.kind !== 'tenant' || scope.tenant.status === 'active' || !user) return null;
  const texts = TEXTS[languageOf(i18n.language)];
  const { rows } = await poolOf(payload).query(
    'select trial_ends_at, suspended_reason from tenants where id = $1',
    [scope.tenant.id],
  );
  if (scope.tenant.status === 'trial') {
    const at = rows[0]?.trial_ends_at as Date | null;
    if (!at) return null;
    const day = formatDay(at.toISOString(), languageOf(i18n.language), scope.tenant.timeZone);
    return (
      <div className="state-banner state-banner--trial" data-testid="state-banner" role="status">
        <span>
          <Phrase text={texts.trial} values={{ day }} />
        </span>
      </div>
    );
  }
  const reason = rows[0]?.suspended_reason as string | null;
  return (
    <div className="state-banner state-banner--suspended" data-testid="state-banner" role="alert">
      <strong>{texts.suspended}</strong>
      {reason === BILLING_REASONS.trial && <span>{texts.trialOver}</span>}
      {reason && reason !== BILLING_REASONS.trial && (
        <span>
          <Phrase text={texts.reason} values={{ reason }} />
        </span>
      )}
      <span>{texts.contact}</span>
    </div>
  );
}
