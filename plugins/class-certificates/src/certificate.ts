import type { CapabilityInput, StudentRecord } from '../../sdk/index.ts';

export type Wish = {
  title: string;
  reason: string;
  date: string;
  signatory: string;
  language: 'en' | 'ar';
};

export type Words = {
  school: string;
  presentedTo: string;
  ofClass(classroom: string): string;
};

type Blocks = CapabilityInput<'report.render'>['blocks'];

/** Most pupils in one file: each is a page of a dozen blocks, and a report has two thousand. */
export const MOST_PUPILS = 160;

/** What somebody entered, with empty texts where nothing was. */
export function readWish(values: Record<string, unknown>): Wish {
  const text = (name: string) => (typeof values[name] === 'string' ? values[name].trim() : '');
  return {
    title: text('title'),
    reason: text('reason'),
    date: text('date'),
    signatory: text('signatory'),
    language: values.language === 'en' ? 'en' : 'ar',
  };
}

/** One page for each pupil. A name that is missing in the language of the certificate stands in the other. */
export function certificateBlocks(students: StudentRecord[], wish: Wish, words: Words): Blocks {
  return students.flatMap((student, index) => [
    ...(index === 0 ? [] : [{ kind: 'pageBreak' as const }]),
    ...page(student, wish, words),
  ]);
}

function page(student: StudentRecord, wish: Wish, words: Words): Blocks {
  const { title, reason, date, signatory, language } = wish;
  const center = 'center' as const;
  const arabic = student.displayNameAr ?? undefined;
  const name = (language === 'ar' ? arabic : student.displayName) ?? student.displayName ?? arabic ?? '';
  return [
    { kind: 'paragraph', text: words.school, size: 16, align: center },
    { kind: 'space', points: 30 },
    { kind: 'heading', text: title, level: 1, align: center },
    { kind: 'space', points: 16 },
    { kind: 'paragraph', text: words.presentedTo, size: 14, align: center },
    { kind: 'paragraph', text: name, size: 28, align: center },
    ...(student.classroom
      ? [{ kind: 'paragraph' as const, text: words.ofClass(student.classroom), size: 14, align: center }]
      : []),
    ...(reason ? [{ kind: 'paragraph' as const, text: reason, size: 14, align: center }] : []),
    { kind: 'space', points: 24 },
    { kind: 'paragraph', text: date, size: 12, align: center },
    ...(signatory ? [{ kind: 'signatures' as const, labels: [signatory] }] : []),
  ];
}
