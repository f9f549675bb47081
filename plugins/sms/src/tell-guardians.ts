import type { PluginContext } from '../../sdk/index.ts';
import { composeMessage, type Language } from './message.ts';
import { namesFor } from './names.ts';
import { chooseRecipients } from './recipients.ts';
import { chosenText, type Report, type Settings } from './settings.ts';
import { count } from './statistics.ts';

/** One piece of news about one pupil, for the pupil's guardians. */
export type News = {
  studentId: string;
  /** YYYY-MM-DD, the day that the text names. */
  date: string;
  schoolName: string;
  schoolNameAr: string | null;
  /** Begins the keys of its messages: the same news never reaches a guardian twice. */
  key: string;
  /** What it is called in the log. */
  about: string;
  own: Record<Language, string | undefined>;
  standard: Record<Language, string>;
  amount?: string;
  notBefore: string | undefined;
};

/**
 * Tells the guardians of a pupil in their languages. Running it again for the same news sends nothing twice. Throws, so
 * that the host tries the event again, when the host itself had trouble.
 */
export async function tellGuardians(news: News, context: PluginContext<Settings>): Promise<Report> {
  const { studentId, schoolName, schoolNameAr } = news;
  const { settings, log } = context;
  const report: Report = { sent: 0, duplicates: 0, failed: 0, parts: 0 };

  const guardians = await context.guardians.read({ studentId, limit: 50 });
  // Thrown, so that the host tries the event again; the keys of the messages make that safe.
  if (!guardians.ok) throw new Error(`Guardians could not be read: ${guardians.code}`);
  const recipients = chooseRecipients(guardians.value.items, settings.recipients ?? 'primary');
  if (recipients.length === 0) {
    const reason = guardians.value.items.length === 0 ? 'no_guardian' : 'no_guardian_accepts_sms';
    log.warn(`Nobody was told about ${news.about}: ${reason}.`);
    return { ...report, reason };
  }

  const students = await context.students.read({ ids: [studentId] });
  if (!students.ok)
    log.warn(`The pupil's name could not be read (${students.code}); the message does without it.`);
  const student = students.ok ? students.value.items[0] : undefined;

  let isWorthRetrying = false;
  for (const { id, language } of recipients) {
    const answer = await context.sms.send({
      guardianId: id,
      body: composeMessage({
        template: chosenText(news.own[language], news.standard[language]),
        language,
        date: news.date,
        names: namesFor({ student, schoolName, schoolNameAr, language }),
        keepToOnePart: settings.keepToOnePart ?? true,
        ...(news.amount === undefined ? {} : { amount: news.amount }),
      }),
      language,
      idempotencyKey: `${news.key}:${id}`,
      subject: { studentId },
      ...(news.notBefore === undefined ? {} : { notBefore: news.notBefore }),
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
  await count(context, { sent: report.sent, parts: report.parts });
  if (isWorthRetrying)
    throw new Error('Some messages could not be handed over; the others are not sent twice.');
  return report;
}
