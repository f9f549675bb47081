import { AppError } from '../../../kernel/index.ts';
import { recordAudit } from '../../../observability/index.ts';
import { recordMovement } from '../movements.ts';
import { bookAt } from '../price-book/read-book.ts';
import { mrrOf } from '../terms.ts';
import type { MakeContract } from './quotes/change-quotes.ts';
import { readTerms } from './read-terms.ts';

/**
 * Puts a school on a contract: plan, cycle and price agreed by hand (C19), from now on, in the caller's transaction with its
 * movement of revenue. Throws resource.not_found for a school without a subscription, or tenant.plan_unknown.
 */
export const makeContract: MakeContract = async (
  client,
  { tenantId, plan, cycle, cents, quoteNumber, staff, now },
) => {
  const book = await bookAt(client, now);
  const plans = book.content.plans.map(({ code }) => code);
  if (!plans.includes(plan)) throw new AppError('tenant.plan_unknown', { plan, plans: plans.join(', ') });
  const { rows } = await client.query(
    `update subscriptions s
        set plan_id = p.id, billing_cycle = $3::enum_subscriptions_billing_cycle, contract = $4, group_percent = '0',
            price_book_version = $5, updated_at = now()
       from plans p
      where s.tenant_id = $1 and p.code = $2 and s.status in ('trialing', 'active', 'past_due', 'suspended')
      returning s.status, s.add_ons`,
    [tenantId, plan, cycle, JSON.stringify({ cents, quote: quoteNumber }), book.version],
  );
  if (!rows[0]) throw new AppError('resource.not_found');
  await client.query(
    'update tenants set plan_id = (select id from plans where code = $2), updated_at = now() where id = $1',
    [tenantId, plan],
  );
  const { status, add_ons } = rows[0];
  const terms = readTerms({ plan, cycle, group_percent: '0', add_ons, contract: { cents } });
  if (status === 'active' || status === 'past_due')
    await recordMovement(client, mrrOf(book.content, terms), {
      tenantId,
      at: now,
      reason: 'contract',
      priceBookVersion: book.version,
    });
  await recordAudit(client, {
    category: 'admin',
    action: 'subscription.contract',
    actor: { kind: 'staff', id: staff.id, label: staff.label },
    subject: { collection: 'tenants', id: tenantId },
    after: { plan, cycle, cents, quote: quoteNumber },
    tenantId,
  });
};
