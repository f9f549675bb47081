import type pg from 'pg';
import { queueMail, schoolMail } from '../../../communication/index.ts';
import type { EventHandler } from '../../../jobs/index.ts';
import type { Logger } from '../../../observability/index.ts';
import {
  asSystem,
  asTenant,
  inTransaction,
  schoolAddress,
  TENANT_COLUMNS,
  type TenantInfo,
  tenantInfo,
} from '../../../tenancy/index.ts';
import { ADD_NOTICE, NOTICE_CANDIDATES, NOTICE_RECIPIENTS } from '../../sql/notices.ts';
import { bookVersion } from '../price-book/read-book.ts';
import type { Account } from './account-row.ts';
import { dueNotices, type Notice, type NoticeKind } from './due-notices.ts';
import { hoursAfter } from './moments.ts';
import { NOTICE_TEXTS } from './notice-texts.ts';
import { readAccount } from './store.ts';
import { SUBSCRIPTION_CHANGED } from './write-change.ts';

type Means = { pool: pg.Pool; logger: Logger };

/** Mails every notice that is due at `now`, each once, to those who may manage the school's plan. Returns how many are new. */
export async function sendNotices({ pool, logger }: Means, now: Date): Promise<number> {
  const { rows } = await asSystem(() =>
    pool.query<{ id: string }>(NOTICE_CANDIDATES, [hoursAfter(now, 24 * 8), hoursAfter(now, -24 * 8)]),
  );
  let sent = 0;
  for (const { id } of rows) {
    try {
      const account = await asSystem(() => readAccount(pool, id));
      for (const notice of dueNotices(account.subscription, now))
        if (await sendNotice(pool, account, notice)) sent += 1;
    } catch (err) {
      logger.error({
        err,
        tenant: id,
        msg: 'notices about a subscription could not be sent; they are tried again',
      });
    }
  }
  return sent;
}

const TOLD: Record<string, NoticeKind> = {
  resumed: 'resumed',
  changed: 'plan_changed',
  planned: 'plan_planned',
};

/** Tells a school what was changed for it, as soon as the change is committed. */
export function changeNotices({ pool }: Means): EventHandler {
  return {
    name: 'billing-notices',
    whileSuspended: true,
    handles: (type) => type === SUBSCRIPTION_CHANGED,
    run: async ({ id, tenantId, payload, occurredAt }) => {
      const kind = TOLD[String(payload.reason)];
      if (!kind) return;
      const account = await asSystem(() => readAccount(pool, tenantId));
      const { periodEnd } = account.subscription;
      await sendNotice(pool, account, {
        kind,
        key: id,
        at: kind === 'plan_planned' ? (periodEnd ?? occurredAt) : occurredAt,
      });
    },
  };
}

/** Mails one notice, unless its key was used. */
export async function sendNotice(pool: pg.Pool, account: Account, notice: Notice): Promise<boolean> {
  const tenant = await tenantOf(pool, account.school.id);
  const to = await asTenant(tenant, () => pool.query<{ email: string }>(NOTICE_RECIPIENTS));
  return asSystem(() =>
    inTransaction(pool, async (client) => {
      const { rowCount } = await client.query(ADD_NOTICE, [
        tenant.id,
        notice.kind,
        notice.key,
        to.rows.length,
      ]);
      if (rowCount === 0) return false;
      const { content } = await bookVersion(client, account.subscription.priceBookVersion);
      const code = notice.kind === 'plan_planned' ? account.subscription.pendingPlan : undefined;
      const plan = content.plans.find((entry) => entry.code === (code ?? account.subscription.plan));
      const mail = compose(tenant, notice, plan?.name[tenant.locale] ?? account.subscription.plan);
      for (const { email } of to.rows) await queueMail(client, { to: email, ...mail });
      return true;
    }),
  );
}

async function tenantOf(pool: pg.Pool, id: string): Promise<TenantInfo> {
  const { rows } = await asSystem(() =>
    pool.query(`select t.id, ${TENANT_COLUMNS} from tenants t where t.id = $1`, [id]),
  );
  return tenantInfo(rows[0]);
}

function compose(tenant: TenantInfo, notice: Notice, plan: string) {
  const language = tenant.locale;
  const texts = NOTICE_TEXTS[language];
  const school = language === 'ar' ? (tenant.nameAr ?? tenant.name) : tenant.name;
  const values: Record<string, string> = {
    school,
    plan,
    at: exactInstant(notice.at, tenant),
    days: String(notice.days ?? ''),
    ...notice.values,
  };
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  return schoolMail({
    tenant,
    language,
    heading: fill(texts[notice.kind].heading),
    paragraphs: texts[notice.kind].paragraphs.map(fill),
    button: { label: texts.button, href: `${schoolAddress(tenant)}/admin/plan` },
  });
}

/** An instant as people of a school read it: day, clock and zone, so that nobody has to guess midnight of where (C16). */
function exactInstant(at: Date, { locale, timeZone }: TenantInfo): string {
  return new Intl.DateTimeFormat(locale === 'ar' ? 'ar-QA-u-nu-latn-ca-gregory' : 'en-GB', {
    dateStyle: 'long',
    timeStyle: 'long',
    timeZone,
  }).format(at);
}
