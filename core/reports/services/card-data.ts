import { type BothLines, dateOf, linesOf, percentOf, pointsOf, spokenLines, wordsOf } from './paper-texts.ts';
import { qrPicture } from './qr-picture.ts';
import type { Both, CardSnapshot, Layout, SnapshotSubject } from './types.ts';
import { CARD_WORDS, CONDUCT_WORDS } from './words.ts';

/** What the template of report cards reads. */
export type CardSheet = {
  name: string;
  layout: Layout;
  stamp: BothLines | null;
  words: Record<string, BothLines>;
  /** Bytes of the logos by key. */
  logos: Record<string, number[]>;
  cards: ReturnType<typeof cardOf>[];
};

export type SheetOptions = {
  /** Title of the document, as readers of PDF show it. */
  name: string;
  layout: Layout;
  stamp?: Both | undefined;
  logos: ReadonlyMap<string, Uint8Array>;
};

/** Report cards as data for their template; the same snapshots give the same data. */
export function cardSheet(cards: readonly CardSnapshot[], options: SheetOptions): CardSheet {
  return {
    name: options.name,
    layout: options.layout,
    stamp: options.stamp === undefined ? null : linesOf(options.stamp),
    words: wordsOf(CARD_WORDS),
    logos: logoBytes(options.logos),
    cards: cards.map((card, index) => cardOf(card, options, index)),
  };
}

/** Typst reads bytes from a list of numbers. */
export function logoBytes(logos: ReadonlyMap<string, Uint8Array>): Record<string, number[]> {
  return Object.fromEntries([...logos].map(([key, bytes]) => [key, [...bytes]]));
}

function cardOf(card: CardSnapshot, { layout, logos }: SheetOptions, index: number) {
  const { pupil } = card;
  const version = String(card.version);
  const title =
    card.version === 1
      ? CARD_WORDS.title
      : both(
          (language) =>
            `${CARD_WORDS.title[language]} (${CARD_WORDS.version[language].replace('{version}', version)})`,
        );
  return {
    // Names the end of the card within the document; no text of a person is part of it.
    key: String(index),
    school: linesOf(card.school.name),
    colour: card.school.colour,
    logo: logoKeyOf(card.school.logoKey, logos),
    title: linesOf(title),
    period: linesOf(both((language) => `${card.term[language]} · ${card.year}`)),
    ...namesOf(pupil),
    facts: factsOf(card),
    subjects: card.subjects.map((subject) => subjectOf(subject, layout)),
    average: { mark: percentOf(card.average.percentHundredths), gpa: pointsOf(card.average.gpaHundredths) },
    attendance: (['days', 'absent', 'excused', 'late'] as const).map((key) => ({
      label: linesOf(CARD_WORDS[key]),
      value: String(card.attendance[key]),
    })),
    conduct: card.conduct === null ? null : linesOf(CONDUCT_WORDS[card.conduct]),
    comment: spokenLines(card.comment, layout),
    number: card.number,
    checkCode: card.checkCode,
    issuedOn: card.issuedOn,
    qr: qrPicture(card.code ?? checkText(card)),
  };
}

/** What the code on a paper says to a scanner: what the school's page for checking papers asks for. */
export function checkText({ number, checkCode }: { number: string; checkCode: string }): string {
  return `DAFTAR ${number} ${checkCode}`;
}

/** The key of a logo whose bytes are at hand. */
export function logoKeyOf(key: string | undefined, logos: ReadonlyMap<string, Uint8Array>): string | null {
  return key !== undefined && logos.has(key) ? key : null;
}

/** The name in both scripts; where one is missing the other stands for it, and is shown once. */
export function namesOf({ name }: CardSnapshot['pupil']) {
  const { en: nameEn, ar: nameAr } = linesOf({ en: name.en, ...(name.ar === null ? {} : { ar: name.ar }) });
  return { nameEn, nameAr, otherName: name.ar !== null };
}

function factsOf({ pupil, grade, classroom, homeroomTeacher }: CardSnapshot) {
  const facts: [Both, Both | null][] = [
    [CARD_WORDS.admission, same(pupil.admissionNumber)],
    [CARD_WORDS.birthDate, pupil.birthDate === null ? null : dateOf(pupil.birthDate)],
    [CARD_WORDS.grade, grade],
    [CARD_WORDS.classroom, classroom],
    [CARD_WORDS.homeroomTeacher, homeroomTeacher],
  ];
  return facts.flatMap(([label, value]) =>
    value === null ? [] : [{ label: linesOf(label), value: linesOf(value) }],
  );
}

function subjectOf(subject: SnapshotSubject, layout: Layout) {
  const note = subject.status === 'marked' ? null : CARD_WORDS[subject.status];
  return {
    title: linesOf(subject.title),
    teacher: subject.teacher === null ? null : linesOf(subject.teacher),
    mark: percentOf(subject.percentHundredths),
    note: note === null ? null : linesOf(note),
    label: subject.label === null ? null : linesOf(subject.label),
    gpa: pointsOf(subject.gpaHundredths),
    failed: subject.passes === false,
    comment: spokenLines(subject.comment, layout),
  };
}

function same(text: string): Both {
  return { en: text, ar: text };
}

function both(say: (language: 'en' | 'ar') => string): Both {
  return { en: say('en'), ar: say('ar') };
}
