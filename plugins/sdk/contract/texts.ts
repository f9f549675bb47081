import { z } from 'zod';

/** A name of something inside one plugin: a handler, a widget, an action. */
export const handlerName = z.string().regex(/^[a-z][a-z0-9_.-]{0,63}$/);

/** Text shown to people, in both languages of the product. Markup is shown as it stands, never interpreted. */
export const bilingual = (max: number) =>
  z.strictObject({ en: z.string().trim().min(1).max(max), ar: z.string().trim().min(1).max(max) });

/** What a handler answers for people: one text for both languages, such as a name, or one for each. */
export const shownText = (max: number) =>
  z.union([z.string().max(max), z.strictObject({ en: z.string().max(max), ar: z.string().max(max) })]);

export type Bilingual = { en: string; ar: string };
export type ShownText = string | Bilingual;

export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };
