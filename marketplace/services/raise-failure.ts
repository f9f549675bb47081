import type pg from 'pg';
import { queueMail, schoolMail } from '../../core/communication/index.ts';
import { type OutboxEvent, publishEvents } from '../../core/jobs/index.ts';
import { recordAudit } from '../../core/observability/index.ts';
import type { SandboxCode } from '../../core/sandbox/index.ts';
import { inTransaction, type Queryable, requireTenant, schoolAddress } from '../../core/tenancy/index.ts';
import type { RunnableInstall } from './runnable-install.ts';

/** The event of an add-on that could not do what its school relies on. */
export const PLUGIN_FAILED = 'plugin.failed_closed';

export type Failure = { install: RunnableInstall; event: OutboxEvent; code: SandboxCode };

const TEXTS = {
  en: {
    heading: 'The add-on "{name}" could not do its work',
    what: 'It was told about "{event}" and failed every time it was tried ({code}). It is not tried again.',
    todo: 'Open Add-ons to read what happened, and do by hand what it would have done.',
    button: 'Open Add-ons',
  },
  ar: {
    heading: 'تعذّر على الإضافة «{name}» إتمام عملها',
    what: 'أُبلغت بالحدث «{event}» وفشلت في كل محاولة ({code}). لن تُعاد المحاولة.',
    todo: 'افتح صفحة الإضافات لمعرفة ما حدث، وأتمّ يدويًا ما كانت ستقوم به.',
    button: 'فتح الإضافات',
  },
} as const;

/**
 * Tells the school that an add-on which must not fail has failed for good: an alarm in the audit log, an event, and a
 * mail to those who may configure add-ons. Once for an install and event, in one transaction.
 */
export async function raiseFailure(pool: pg.Pool, { install, event, code }: Failure): Promise<void> {
  await inTransaction(pool, async (client) => {
    const isNew = await publishEvents(client, [
      {
        type: PLUGIN_FAILED,
        payload: { pluginId: install.pluginId, event: event.type, eventId: event.id, code },
        dedupeKey: `${install.id}:${event.id}`,
      },
    ]);
    if (isNew === 0) return;
    await recordAudit(client, {
      category: 'admin',
      action: 'add-ons.failed',
      outcome: 'alarm',
      actor: { kind: 'plugin', id: install.pluginId, label: install.manifest.name.en },
      subject: { collection: 'plugin-installs', id: install.id, label: install.manifest.name.en },
      details: { event: event.type, eventId: event.id, code },
    });
    for (const person of await caretakers(client))
      await queueMail(client, mailTo(person, { install, event, code }));
  });
}

type Caretaker = { email: string; language: 'en' | 'ar' | null };

async function caretakers(client: Queryable): Promise<Caretaker[]> {
  const { rows } = await client.query(
    `select u.email, u.language from users u join role_permissions p on p.role_id = u.role_id and p.code = 'addons.write'
      where u.active order by u.created_at limit 10`,
  );
  return rows;
}

function mailTo(person: Caretaker, { install, event, code }: Failure) {
  const tenant = requireTenant();
  const language = person.language ?? tenant.locale;
  const texts = TEXTS[language];
  const fill = (text: string) =>
    text
      .replace('{name}', install.manifest.name[language])
      .replace('{event}', event.type)
      .replace('{code}', code);
  const mail = schoolMail({
    tenant,
    language,
    heading: fill(texts.heading),
    paragraphs: [fill(texts.what), fill(texts.todo)],
    button: { label: texts.button, href: `${schoolAddress(tenant)}/admin/add-ons` },
  });
  return { to: person.email, ...mail };
}
