/** A text in English and Arabic, in this order. */
export type Pair = readonly [en: string, ar: string];

/** A pair in the shape Payload reads labels. */
export function bilingual([en, ar]: Pair): { en: string; ar: string } {
  return { en, ar };
}
