import { countSmsParts } from '../../sdk/index.ts';

export type Language = 'en' | 'ar';

export type MessageNames = {
  school: string;
  student: string;
  /** Used when the message must become shorter. */
  studentShort: string;
  /** Used when even that is too long, as with many children in one message. */
  studentLeast?: string;
};

const MAX_LETTERS = 1_600;
const RIGHT_TO_LEFT_MARK = '\u200f';
/** Invisible direction controls and line breaks: in a name they could turn the text of the message around. */
const UNSAFE = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\s]+/gu;
/** The school's name with the punctuation that ties it to the text before or after it. */
const SCHOOL_FIRST = /^\s*\{school\}\s*[:،,.–-]?\s*/;
const SCHOOL_LATER = /\s{0,3}[,،–-]?\s{0,3}\{school\}/g;

/**
 * Writes the message for one guardian. With `keepToOnePart` it is shortened step by step until it costs one part: the
 * school's name goes first (the sender shows it anyway), then the pupil's name becomes the given name, and at last
 * the end is cut.
 */
export function composeMessage({
  template,
  language,
  date,
  names,
  keepToOnePart,
  amount = '',
  term = '',
}: {
  template: string;
  language: Language;
  /** YYYY-MM-DD */
  date: string;
  names: MessageNames;
  keepToOnePart: boolean;
  /** For {amount}. */
  amount?: string;
  /** For {term}. */
  term?: string;
}): string {
  const values = {
    school: clean(names.school),
    student: clean(names.student),
    date: formatDate(date, language),
    amount,
    term: clean(term),
  };
  const withoutSchool = template.replace(SCHOOL_FIRST, '').replace(SCHOOL_LATER, '');
  const full = finish(fill(values.school === '' ? withoutSchool : template, values), language);
  if (!keepToOnePart) return cut(full, (text) => text.length <= MAX_LETTERS);

  const noSchool = finish(fill(withoutSchool, values), language);
  const shorter = [names.studentShort, names.studentLeast ?? names.studentShort].map((student) =>
    finish(fill(withoutSchool, { ...values, student: clean(student) }), language),
  );
  const isOnePart = (text: string): boolean => countSmsParts(text).parts === 1;
  return [full, noSchool, ...shorter].find(isOnePart) ?? cut(shorter.at(-1) ?? noSchool, isOnePart);
}

/**
 * 2026-11-22 in English and 2026/11/22 in Arabic. After Arabic letters a hyphen between digits is neutral, so the date
 * would be shown as 22-11-2026; isolating it costs two of the 70 letters and old phones show the controls as
 * boxes. A slash between digits belongs to the number by the bidirectional rules (W4), so nothing has to be added.
 */
export function formatDate(date: string, language: Language): string {
  return language === 'ar' ? date.replaceAll('-', '/') : date;
}

type Values = { school: string; student: string; date: string; amount: string; term: string };

function fill(template: string, values: Values): string {
  // One pass, so that a placeholder inside a name stays what it is.
  return template.replace(
    /\{(school|student|date|amount|term)\}/g,
    (_match, key: keyof Values) => values[key],
  );
}

function finish(text: string, language: Language): string {
  const line = text.trim();
  if (language === 'en') return line.charAt(0).toUpperCase() + line.slice(1);
  // A phone takes the direction of the whole text from its first letter, which may belong to a Latin name.
  const first = /\p{L}/u.exec(line)?.[0];
  const isRightToLeft = first === undefined || /\p{Script=Arabic}/u.test(first);
  return isRightToLeft ? line : RIGHT_TO_LEFT_MARK + line;
}

function clean(name: string): string {
  return name.replace(UNSAFE, ' ').trim();
}

/** Cuts whole letters from the end. The sign for it must not itself turn a GSM text into UCS-2. */
function cut(text: string, fits: (text: string) => boolean): string {
  if (fits(text)) return text;
  const sign = countSmsParts(text).encoding === 'gsm7' ? '...' : '…';
  const letters = [...text];
  for (let kept = Math.min(letters.length, MAX_LETTERS) - 1; kept > 0; kept -= 1) {
    const shorter = letters.slice(0, kept).join('').trimEnd() + sign;
    if (fits(shorter)) return shorter;
  }
  return sign;
}
