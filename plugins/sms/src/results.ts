import type { GuardianRecord, PluginContext, PluginEvents, StudentRecord } from '../../sdk/index.ts';
import { composeMessage, type Language, type MessageNames } from './message.ts';
import { namesFor } from './names.ts';
import { endOfQuietHours } from './school-clock.ts';
import { chosenText, type Report, type Settings } from './settings.ts';
import { count } from './statistics.ts';

type Context = PluginContext<Settings>;
type Announced = PluginEvents['results.announced'];
type Family = Announced['data']['families'][number];

const STANDARD = {
  marks: {
    en: '{school}: The results of {term} are published for {student}.',
    ar: '{school}: نُشرت نتائج {term}: {student}.',
  },
  report_cards: {
    en: '{school}: The report card of {term} is published for {student}.',
    ar: '{school}: نُشرت بطاقة تقرير {term}: {student}.',
  },
} as const;

/** Records a page of a read may hold. */
const PAGE = 200;
/** Messages handed over at once; the host writes them beside each other. */
const AT_ONCE = 5;

/**
 * Tells guardians that results or report cards are published: one message a guardian that names all of their children,
 * outside of quiet hours. The school chose the guardians, so that the setting of who is told does not count here. Running
 * it again for the same event sends nothing twice. Throws, so that the host tries again, when the host had trouble.
 */
export async function announceResults({ id, data }: Announced, context: Context): Promise<Report> {
  const { settings, now, log } = context;
  const ids = [...new Set(data.families.flatMap(({ studentIds }) => studentIds))];
  const languages = await readLanguages(ids, context);
  const students = await readStudents(ids, context);
  const texts =
    data.kind === 'marks'
      ? { en: settings.resultsEn, ar: settings.resultsAr }
      : { en: settings.cardsEn, ar: settings.cardsAr };
  const notBefore = endOfQuietHours(settings, data.timeZone, now);
  const report: Report = { sent: 0, duplicates: 0, failed: 0, parts: 0 };

  let isWorthRetrying = false;
  const tell = async (family: Family) => {
    const language = languages.get(family.guardianId);
    // The guardian has refused messages since the school asked.
    if (language === undefined) return;
    const [only] = family.studentIds;
    const answer = await context.sms.send({
      guardianId: family.guardianId,
      body: composeMessage({
        template: chosenText(texts[language], STANDARD[data.kind][language]),
        language,
        date: '',
        term: language === 'ar' ? data.termTitleAr : data.termTitle,
        names: namesOf(family, students, data, language),
        keepToOnePart: settings.keepToOnePart ?? true,
      }),
      language,
      idempotencyKey: `results:${id}:${family.guardianId}`,
      ...(family.studentIds.length === 1 && only !== undefined ? { subject: { studentId: only } } : {}),
      ...(notBefore === undefined ? {} : { notBefore }),
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
  };
  for (let from = 0; from < data.families.length; from += AT_ONCE)
    await Promise.all(data.families.slice(from, from + AT_ONCE).map(tell));
  await count(context, { sent: report.sent, parts: report.parts });
  if (isWorthRetrying)
    throw new Error('Some messages could not be handed over; the others are not sent twice.');
  return report;
}

/** The names of all children of a guardian in one text; given names when it must become shorter. */
function namesOf(
  { studentIds }: Family,
  students: Map<string, StudentRecord>,
  { schoolName, schoolNameAr }: Announced['data'],
  language: Language,
): MessageNames {
  const names = studentIds.map((id) =>
    namesFor({ student: students.get(id), schoolName, schoolNameAr, language }),
  );
  return {
    school: names[0]?.school ?? schoolName,
    student: listed([...new Set(names.map(({ student }) => student))], language),
    studentShort: listed([...new Set(names.map(({ studentShort }) => studentShort))], language),
    ...(names.length > 1 ? { studentLeast: language === 'ar' ? 'أبناؤكم' : 'your children' } : {}),
  };
}

function listed(names: readonly string[], language: Language): string {
  if (language === 'ar') return names.join(' و');
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** Guardians who accept text messages, with their languages. */
async function readLanguages(ids: string[], context: Context): Promise<Map<string, Language>> {
  const languages = new Map<string, Language>();
  const note = ({ id, language, smsAllowed }: GuardianRecord) => {
    if (smsAllowed === true) languages.set(id, language ?? 'en');
  };
  for (let from = 0; from < ids.length; from += PAGE)
    for (let offset = 0, total = 1; offset < total; offset += PAGE) {
      const studentIds = ids.slice(from, from + PAGE);
      const page = await context.guardians.read({ studentIds, limit: PAGE, offset });
      if (!page.ok) throw new Error(`Guardians could not be read: ${page.code}`);
      for (const guardian of page.value.items) note(guardian);
      total = page.value.total;
    }
  return languages;
}

async function readStudents(ids: string[], context: Context): Promise<Map<string, StudentRecord>> {
  const students = new Map<string, StudentRecord>();
  for (let from = 0; from < ids.length; from += PAGE) {
    const page = await context.students.read({ ids: ids.slice(from, from + PAGE), limit: PAGE });
    if (page.ok) for (const student of page.value.items) students.set(student.id, student);
    else context.log.warn(`Names could not be read (${page.code}); the messages do without them.`);
  }
  return students;
}
