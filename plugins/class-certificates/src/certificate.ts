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

/** Most pupils in one file: each is a page of fourteen blocks, and a report has two thousand. */
export const MOST_PUPILS = 140;

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
  const line = (text: string, size: number) => ({ kind: 'paragraph' as const, text, size, align: center });
  const space = (points: number) => ({ kind: 'space' as const, points });
  return [
    line(words.school, 18),
    space(36),
    { kind: 'heading', text: title, level: 1, align: center },
    space(20),
    line(words.presentedTo, 15),
    space(8),
    line(name, 32),
    space(8),
    ...(student.classroom ? [line(words.ofClass(student.classroom), 15)] : []),
    ...(reason ? [line(reason, 15)] : []),
    space(28),
    line(date, 13),
    ...(signatory ? [{ kind: 'signatures' as const, labels: [signatory] }] : []),
  ];
}
