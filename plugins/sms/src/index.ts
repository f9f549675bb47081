import type { AbsenceRecordedEvent, GuardianRecord, PluginContext } from '../../sdk/index.ts';
import { definePlugin } from '../../sdk/index.ts';
import { composeMessage } from './message.ts';
import { namesFor } from './names.ts';

type Settings = {
  recipients?: 'primary' | 'all';
  templateEn?: string;
  templateAr?: string;
  keepToOnePart?: boolean;
};

type Report = { sent: number; duplicates: number; failed: number; parts: number; reason?: string };

const DEFAULT_TEMPLATE = {
  en: '{school}: {student} was marked absent on {date}.',
  ar: '{school}: تم تسجيل غياب {student} بتاريخ {date}.',
};

/** Tells guardians about an absence by text message. Running it again for the same absence sends nothing twice. */
export const plugin = definePlugin<Settings>({
  events: { 'attendance.absence_recorded': tellGuardians },
});

async function tellGuardians(event: AbsenceRecordedEvent, context: PluginContext<Settings>): Promise<Report> {
  const { studentId, date, schoolName, schoolNameAr } = event.data;
  const { settings, log } = context;
  const report: Report = { sent: 0, duplicates: 0, failed: 0, parts: 0 };

  const guardians = await context.guardians.read({ studentId, limit: 50 });
  // Thrown, so that the host tries the event again; the keys of the messages make that safe.
  if (!guardians.ok) throw new Error(`Guardians could not be read: ${guardians.code}`);
  const recipients = chooseRecipients(guardians.value.items, settings.recipients ?? 'primary');
  if (recipients.length === 0) {
    const reason = guardians.value.items.length === 0 ? 'no_guardian' : 'no_guardian_accepts_sms';
    log.warn(`Nobody was told about an absence: ${reason}.`);
    return { ...report, reason };
  }

  const students = await context.students.read({ ids: [studentId] });
  if (!students.ok)
    log.warn(`The pupil's name could not be read (${students.code}); the message does without it.`);
  const student = students.ok ? students.value.items[0] : undefined;

  let isWorthRetrying = false;
  for (const guardian of recipients) {
    const language = guardian.language ?? 'en';
    const chosen = (language === 'ar' ? settings.templateAr : settings.templateEn)?.trim();
    const body = composeMessage({
      template: chosen === undefined || chosen === '' ? DEFAULT_TEMPLATE[language] : chosen,
      language,
      date,
      names: namesFor({ student, schoolName, schoolNameAr, language }),
      keepToOnePart: settings.keepToOnePart ?? true,
    });
    const answer = await context.sms.send({
      guardianId: guardian.id,
      body,
      language,
      idempotencyKey: `absence:${studentId}:${date}:${guardian.id}`,
      subject: { studentId },
    });
    if (!answer.ok) {
      report.failed += 1;
      isWorthRetrying ||= answer.code === 'internal';
      log.error(`A message was not accepted: ${answer.code}.`);
    } else if (answer.value.status === 'duplicate') report.duplicates += 1;
    else {
      report.sent += 1;
      report.parts += answer.value.parts;
    }
  }
  if (isWorthRetrying)
    throw new Error('Some messages could not be handed over; the others are not sent twice.');
  return report;
}

/** Guardians who accept text messages, in the school's order; for `primary` only the first of them. */
function chooseRecipients(
  guardians: GuardianRecord[],
  who: 'primary' | 'all',
): { id: string; language?: 'en' | 'ar' }[] {
  const reachable = guardians
    .filter((guardian) => guardian.smsAllowed === true)
    .sort((a, b) => (a.contactOrder ?? 0) - (b.contactOrder ?? 0));
  return who === 'all' ? reachable : reachable.slice(0, 1);
}
