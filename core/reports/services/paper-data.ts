import { isolatedLines } from '../../documents/index.ts';
import { checkText, logoBytes, logoKeyOf, namesOf, type SheetOptions } from './card-data.ts';
import { fillCertificate } from './fill-text.ts';
import { type BothLines, dateOf, linesOf, percentOf, pointsOf, wordsOf } from './paper-texts.ts';
import { qrPicture } from './qr-picture.ts';
import type { Both, PaperSnapshot, TranscriptYear } from './types.ts';
import { CARD_WORDS, CERTIFICATE_WORDS, CONDUCT_WORDS } from './words.ts';

/** Papers of one kind as data for its template; the same snapshots give the same data. */
export function paperSheet(papers: readonly PaperSnapshot[], options: SheetOptions) {
  return {
    name: options.name,
    layout: options.layout,
    words: wordsOf(CARD_WORDS),
    logos: logoBytes(options.logos),
    papers: papers.map((paper, index) => ({
      key: String(index),
      school: linesOf(paper.school.name),
      colour: paper.school.colour,
      logo: logoKeyOf(paper.school.logoKey, options.logos),
      ...namesOf(paper.pupil),
      admissionNumber: isolatedLines(paper.pupil.admissionNumber, 'en'),
      number: paper.number,
      checkCode: paper.checkCode,
      issuedOn: paper.issuedOn,
      qr: qrPicture(paper.code ?? checkText(paper)),
      ...ofKind(paper),
    })),
  };
}

function ofKind(paper: PaperSnapshot) {
  if (paper.kind === 'transcript') return transcriptOf(paper);
  if (paper.kind === 'id_card') return idCardOf(paper);
  return certificateOf(paper, CERTIFICATE_WORDS[paper.kind]);
}

function certificateOf(paper: PaperSnapshot, words: { title: Both; boy: Both; girl: Both }) {
  const text = paper.pupil.sex === 'female' ? words.girl : words.boy;
  const fill = (language: 'en' | 'ar') =>
    fillCertificate(text[language], {
      name: unbroken(language === 'ar' ? (paper.pupil.name.ar ?? paper.pupil.name.en) : paper.pupil.name.en),
      number: paper.pupil.admissionNumber,
      birthDate: paper.pupil.birthDate === null ? null : dateOf(paper.pupil.birthDate)[language],
      school: paper.school.name[language],
      grade: paper.grade?.[language],
      classroom: paper.classroom?.[language],
      year: paper.year,
      leftOn: paper.leftOn === undefined ? null : dateOf(paper.leftOn)[language],
      reason: paper.reason?.[language] ?? paper.reason?.[language === 'ar' ? 'en' : 'ar'],
      conduct: paper.conduct === undefined ? null : CONDUCT_WORDS[paper.conduct][language],
    });
  return {
    title: linesOf(words.title),
    text: linesOf({ en: fill('en'), ar: fill('ar') }),
    addressee: paper.addressee === undefined ? null : linesOf({ en: paper.addressee, ar: paper.addressee }),
    date: linesOf(dateOf(paper.issuedOn)),
  };
}

/** A name with a hyphen stays on one line from the hyphen on: nobody is called Al-. */
function unbroken(name: string): string {
  return name.replaceAll('-', '-\u2060');
}

function idCardOf(paper: PaperSnapshot) {
  return {
    title: linesOf(paper.pupil.sex === 'female' ? CARD_WORDS.idCardGirl : CARD_WORDS.idCard),
    classroom: paper.classroom === null ? null : linesOf(paper.classroom),
    year: paper.year,
    validUntil: paper.validUntil ?? null,
  };
}

function transcriptOf(paper: PaperSnapshot) {
  return {
    title: linesOf(CARD_WORDS.transcript),
    birthDate: paper.pupil.birthDate === null ? null : linesOf(dateOf(paper.pupil.birthDate)),
    addressee: paper.addressee === undefined ? null : linesOf({ en: paper.addressee, ar: paper.addressee }),
    years: (paper.years ?? []).map(yearOf),
    cumulative: {
      mark: percentOf(paper.cumulative?.percentHundredths ?? null),
      gpa: pointsOf(paper.cumulative?.gpaHundredths ?? null),
    },
  };
}

function yearOf(year: TranscriptYear) {
  const place = (language: 'en' | 'ar') =>
    [year.grade?.[language], year.classroom?.[language]]
      .filter(Boolean)
      .join(language === 'ar' ? '، ' : ', ');
  return {
    year: year.year,
    place: linesOf({ en: place('en'), ar: place('ar') }),
    terms: year.terms.map(({ term }) => linesOf(term)),
    averages: year.terms.map(({ average }) => ({
      mark: percentOf(average.percentHundredths),
      gpa: pointsOf(average.gpaHundredths),
    })),
    subjects: year.subjects.map(({ title, creditHours, marks }) => ({
      title: linesOf(title),
      credits: creditHours === null ? '–' : String(creditHours),
      marks: marks.map((mark): { mark: string; note: BothLines | null; label: BothLines | null } | null =>
        mark === null
          ? null
          : {
              mark: percentOf(mark.percentHundredths),
              note: mark.status === 'marked' ? null : linesOf(CARD_WORDS[mark.status]),
              label: mark.label === null ? null : linesOf(mark.label),
            },
      ),
    })),
  };
}
