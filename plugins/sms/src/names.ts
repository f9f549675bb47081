import type { StudentRecord } from '../../sdk/index.ts';
import type { Language, MessageNames } from './message.ts';

/** First words that are only half of an Arabic given name: عبد الله, أبو بكر. */
const HALF_NAMES = new Set(['عبد', 'أبو', 'ابو', 'أم', 'ام']);
/** Second words that belong to the given name before them: نور الدين. */
const SECOND_HALVES = new Set(['الدين', 'الله', 'الزهراء', 'الإسلام', 'الاسلام']);

/** The names to write in a message, in the guardian's language where the school has them in it. */
export function namesFor({
  student,
  schoolName,
  schoolNameAr,
  language,
}: {
  student: StudentRecord | undefined;
  schoolName: string;
  schoolNameAr: string | null;
  language: Language;
}): MessageNames {
  const latin = student?.displayName ?? student?.givenName;
  if (language === 'en') {
    const name = latin ?? 'your child';
    return { school: schoolName, student: name, studentShort: student?.givenName ?? name };
  }
  const school = schoolNameAr ?? schoolName;
  const arabic = student?.displayNameAr ?? undefined;
  if (arabic !== undefined) return { school, student: arabic, studentShort: arabicGivenName(arabic) };
  const name = latin ?? 'ابنكم/ابنتكم';
  return { school, student: name, studentShort: student?.givenName ?? name };
}

/** The given name at the start of a full Arabic name; compound given names stay whole. */
export function arabicGivenName(fullName: string): string {
  const words = fullName.trim().split(/\s+/);
  const [first = '', second] = words;
  const isCompound = second !== undefined && (HALF_NAMES.has(first) || SECOND_HALVES.has(second));
  return isCompound ? `${first} ${second}` : first;
}
