const ARABIC_INDIC_ZERO = 0x0660;
const EXTENDED_ZERO = 0x06f0;

/**
 * Folds a text for searching, so that what a person types finds what a person wrote: tatweel, diacritics and
 * invisible direction marks go, أ إ آ ٱ become ا, ى and Persian ی become ي, ة becomes ه, ک becomes ك, ؤ and
 * ئ lose their hamza, Latin letters lose accents and capitals, all digits become 0-9, runs of space become one.
 * The result is for comparing only, never for showing. Works on any string; never throws.
 */
export function foldText(text: string): string {
  return foldDigits(text)
    .normalize('NFKD')
    .replace(/[\p{M}\u0640\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/gu, '')
    .replace(/[\u0622\u0623\u0625\u0671]/g, '\u0627')
    .replace(/[\u0649\u06CC]/g, '\u064A')
    .replace(/\u0629/g, '\u0647')
    .replace(/\u06A9/g, '\u0643')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/ß/g, 'ss')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** Arabic-Indic (٠-٩) and extended Arabic-Indic (۰-۹) digits as 0-9; everything else unchanged. */
export function foldDigits(text: string): string {
  return text
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - ARABIC_INDIC_ZERO))
    .replace(/[\u06F0-\u06F9]/g, (digit) => String(digit.charCodeAt(0) - EXTENDED_ZERO));
}
