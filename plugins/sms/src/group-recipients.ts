import type { GuardianRecord, PluginContext } from '../../sdk/index.ts';
import { chooseRecipients, type Recipient } from './recipients.ts';
import type { Settings } from './settings.ts';

export type GroupAnswer = { ok: true; recipients: Recipient[] } | { ok: false; code: string };

const PAGE = 200;

/**
 * Everybody whom a message to these classes reaches, each guardian once however many children are in them, in an order
 * that stays the same as long as the classes do.
 */
export async function recipientsOf(
  classrooms: string[],
  context: PluginContext<Settings>,
): Promise<GroupAnswer> {
  const students = new Set<string>();
  for (const classroomId of classrooms) {
    for (let offset = 0, total = 1; offset < total; offset += PAGE) {
      const page = await context.students.read({ classroomId, limit: PAGE, offset });
      if (!page.ok) return page;
      for (const { id } of page.value.items) students.add(id);
      total = page.value.total;
    }
  }
  const ids = [...students];
  const families = new Map<string, GuardianRecord[]>();
  for (let from = 0; from < ids.length; from += PAGE) {
    const studentIds = ids.slice(from, from + PAGE);
    for (let offset = 0, total = 1; offset < total; offset += PAGE) {
      const page = await context.guardians.read({ studentIds, limit: PAGE, offset });
      if (!page.ok) return page;
      for (const guardian of page.value.items)
        families.set(guardian.studentId, [...(families.get(guardian.studentId) ?? []), guardian]);
      total = page.value.total;
    }
  }
  const who = context.settings.recipients ?? 'primary';
  const recipients = new Map<string, Recipient>();
  for (const guardians of families.values())
    for (const recipient of chooseRecipients(guardians, who)) recipients.set(recipient.id, recipient);
  return { ok: true, recipients: [...recipients.values()].sort((a, b) => (a.id < b.id ? -1 : 1)) };
}
