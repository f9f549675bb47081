import { requireTenant } from '../../tenancy/index.ts';

/** A letter to a family as it is kept: filled in when the step was reached, in both languages. */
export type Letter = Record<
  'en' | 'ar',
  { title: string; paragraphs: string[]; pupil: string; school: string; period: string }
> & {
  number: string;
  on: string;
  count: number;
};

type Facts = {
  place: {
    display_name: string;
    display_name_ar: string | null;
    admission_number: string;
    class: string | null;
    class_ar: string | null;
    period_title: string;
  };
  step: { title: string; titleAr: string; letter: string | null; letterAr: string | null };
  on: string;
  count: number;
};

const USUAL = {
  en: 'Dear parents,\n{pupil} ({class}) has reached this step of our attendance rules on {date}: {count}.\nPlease talk to the school.',
  ar: 'ولي الأمر الكريم،\nبلغ الطالب {pupil} ({class}) هذه الدرجة من لائحة الحضور بتاريخ {date}: {count}.\nنرجو التواصل مع المدرسة.',
};

/** The letter of a step for a pupil; a step without a text has a short one. Placeholders that are unknown stay. */
export function composeLetter({ place, step, on, count }: Facts): Letter {
  const { name, nameAr } = requireTenant();
  const ar = { pupil: place.display_name_ar ?? place.display_name, school: nameAr ?? name };
  const facts = { count: String(count), date: on, period: place.period_title };
  const texts = {
    en: { ...facts, pupil: place.display_name, class: place.class ?? '', school: name },
    ar: { ...facts, ...ar, class: place.class_ar ?? '' },
  };
  const side = (language: 'en' | 'ar', title: string, text: string | null) => ({
    title,
    paragraphs: fill(text?.trim() || USUAL[language], texts[language]).split(/\r?\n+/),
    pupil: texts[language].pupil,
    school: texts[language].school,
    period: place.period_title,
  });
  return {
    en: side('en', step.title, step.letter),
    ar: side('ar', step.titleAr, step.letterAr),
    number: place.admission_number,
    on,
    count,
  };
}

/** Fills the {placeholders} of a text. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
}
