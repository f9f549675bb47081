import type pg from 'pg';
import { queueMail, schoolMail } from '../../../communication/index.ts';
import type { EventHandler } from '../../../jobs/index.ts';
import { billingNow, type Language } from '../../../kernel/index.ts';
import { inTransaction, ownAddress, type Queryable, requireTenant } from '../../../tenancy/index.ts';
import { moneyText } from '../money-text.ts';
import type { PriceBookContent } from '../price-book/content.ts';
import { bookAt } from '../price-book/read-book.ts';
import { ALERT_TEXTS } from './alert-texts.ts';
import { ALL_METERS } from './budget-state.ts';
import { type Alert, USAGE_ALERT } from './usage-alerts.ts';

/** Whoever may change plan and budgets, and the school's admins, each in their own language. */
const READERS = `
  select distinct u.email, u.language from users u
   where u.active is not false and (
     exists (select from role_permissions p where p.role_id = u.role_id and p.code = 'billing.manage')
     or exists (select from roles r where r.id = u.role_id and r.template_code = 'admin'))
   order by u.email limit 50`;

/** Tells a school's admins of budgets, quotas and the ceiling. However often it runs for one alert, everybody gets one mail. */
export function alertMails({ pool }: { pool: pg.Pool }): EventHandler {
  return {
    name: 'usage-alert-mails',
    handles: (type) => type === USAGE_ALERT,
    run: (event) =>
      inTransaction(pool, async (client) => {
        const alert = event.payload as unknown as Alert;
        const { content } = await bookAt(client, billingNow());
        for (const reader of await readersOf(client))
          await queueMail(
            client,
            { to: reader.email, ...mailOf(alert, content, reader.language) },
            `${event.id}:${reader.email}`,
          );
      }),
  };
}

async function readersOf(client: Queryable): Promise<{ email: string; language: Language }[]> {
  const { rows } = await client.query(READERS);
  return rows.map((row) => ({ email: row.email, language: row.language === 'ar' ? 'ar' : 'en' }));
}

/** One alert as a mail in one language. */
export function mailOf(alert: Alert, content: PriceBookContent, language: Language) {
  const texts = ALERT_TEXTS[language];
  const [kind, about = ''] = alert.subject.split(':');
  const values = { ...valuesOf(alert, language), name: nameOf(kind, about, content, language) };
  const say = (sentence: string) => fill(sentence, values);
  const isBudget = kind === 'budget';
  const paragraphs = isBudget
    ? [
        say(texts.budgetUsed),
        say(alert.facts.isHard ? texts.budgetHard : texts.budgetSoft),
        ...(alert.facts.at ? [say(texts.forecast)] : []),
      ]
    : kind === 'ceiling'
      ? [say(texts.ceilingUsed), say(alert.percent === 100 ? texts.ceilingNow : texts.ceilingFrom)]
      : [say(texts.quotaUsed), say(texts.quotaMore)];
  const heading = isBudget
    ? texts.budgetHeading
    : kind === 'ceiling'
      ? texts.ceilingHeading
      : texts.quotaHeading;
  return schoolMail({
    tenant: requireTenant(),
    language,
    heading: say(heading),
    paragraphs,
    button: isBudget
      ? { label: texts.budgetButton, href: `${ownAddress()}/admin/usage` }
      : { label: texts.planButton, href: `${ownAddress()}/admin/plan` },
  });
}

const GIGABYTE = 1_000_000_000;

function valuesOf({ subject, percent, facts }: Alert, language: Language) {
  const amount = (value: number) =>
    subject.startsWith('budget:')
      ? moneyText(value)[language]
      : subject === 'quota:storage_bytes'
        ? String(Math.round((value / GIGABYTE) * 10) / 10)
        : String(value);
  return {
    percent: String(percent),
    used: amount(facts.used),
    limit: amount(facts.limit),
    date: facts.at ? dateOf(new Date(facts.at), language) : '',
  };
}

function dateOf(at: Date, language: Language): string {
  const { timeZone } = requireTenant();
  return new Intl.DateTimeFormat(language === 'ar' ? 'ar-u-nu-latn' : 'en-GB', {
    timeZone,
    dateStyle: 'long',
  }).format(at);
}

function nameOf(
  kind: string | undefined,
  about: string,
  content: PriceBookContent,
  language: Language,
): string {
  const texts = ALERT_TEXTS[language];
  if (kind !== 'budget')
    return about === 'storage_bytes' ? texts.storage : about === 'teachers' ? texts.teachers : texts.students;
  if (about === ALL_METERS) return texts.all;
  return content.meters.find(({ code }) => code === about)?.name[language] ?? about;
}

function fill(sentence: string, values: Record<string, string>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}
