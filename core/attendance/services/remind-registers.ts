import type pg from 'pg';
import { queueMail, schoolMail } from '../../communication/index.ts';
import { plainDateIn } from '../../kernel/index.ts';
import type { Logger } from '../../observability/index.ts';
import {
  asSystem,
  asTenant,
  inTransaction,
  ownAddress,
  requireTenant,
  TENANT_COLUMNS,
  tenantInfo,
} from '../../tenancy/index.ts';
import { readRule } from './attendance-rule.ts';
import { type MissingRegister, missingRegisters } from './missing-registers.ts';

const TEXTS = {
  en: {
    heading: 'The register of {class} is missing',
    text: 'The register of {class} for {date} was due at {due} and is not taken yet.',
    button: 'Open the register',
  },
  ar: {
    heading: 'لم يُسجَّل حضور {class}',
    text: 'كان موعد تسجيل حضور {class} ليوم {date} في الساعة {due} ولم يُسجَّل بعد.',
    button: 'فتح سجل الحضور',
  },
} as const;

/**
 * Mails the teachers of registers that are overdue by what their school chose, once a register and day, whatever number of
 * processes looks. A school that chose nothing reminds nobody. Returns how many registers were overdue.
 */
export async function remindOfRegisters(
  pool: pg.Pool,
  logger: Logger,
  now: () => Date = () => new Date(),
): Promise<number> {
  const { rows } = await asSystem(() =>
    pool.query(`select t.id, ${TENANT_COLUMNS} from tenants t where t.status in ('trial', 'active')`),
  );
  let overdue = 0;
  for (const row of rows) {
    const tenant = tenantInfo(row);
    try {
      overdue += await asTenant(tenant, () => remindSchool(pool, now()));
    } catch (err) {
      logger.error({ err, tenant: tenant.subdomain, msg: 'reminders of registers failed' });
    }
  }
  return overdue;
}

/** The reminders of the school of the scope. */
export async function remindSchool(pool: pg.Pool, now: Date): Promise<number> {
  const { remindAfter } = await readRule(pool);
  if (remindAfter === null) return 0;
  const date = plainDateIn(requireTenant().timeZone, now);
  const { registers } = await missingRegisters(pool, { date, now, classIds: 'all' });
  const overdue = registers.filter(({ lateMinutes }) => (lateMinutes ?? 0) >= remindAfter);
  for (const register of overdue) await remindTeachers(pool, register, date);
  return overdue.length;
}

async function remindTeachers(pool: pg.Pool, register: MissingRegister, date: string): Promise<void> {
  const tenant = requireTenant();
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query(
      'select id, email from users where teacher_id = any($1) and active is not false and email is not null',
      [register.teachers.map(({ id }) => id)],
    );
    const language = tenant.locale;
    const texts = TEXTS[language];
    const facts = {
      class: language === 'ar' ? (register.titleAr ?? register.title) : register.title,
      date,
      due: register.due,
    };
    const fill = (text: string) =>
      text.replace(/\{(\w+)\}/g, (whole, key: string) => facts[key as keyof typeof facts] ?? whole);
    const query = new URLSearchParams({ kind: register.kind, id: register.id, date });
    if (register.period > 0) query.set('period', String(register.period));
    for (const row of rows) {
      const mail = schoolMail({
        tenant,
        language,
        heading: fill(texts.heading),
        paragraphs: [fill(texts.text)],
        button: { label: texts.button, href: `${ownAddress()}/admin/register?${query}` },
      });
      await queueMail(
        client,
        { to: row.email, ...mail },
        `register-missing:${register.id}:${register.period}:${date}:${row.id}`,
      );
    }
  });
}
