/** The GSM 03.38 default alphabet: one septet each. */
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Its extension table: an escape and a letter, two septets that must not be split between parts. */
const EXTENDED = new Set('\f^{}\\[~]|€');

export type SmsParts = { encoding: 'gsm7' | 'ucs2'; units: number; parts: number };

/**
 * Counts what a text message costs. One letter outside the GSM alphabet (any Arabic letter, `…`, a curly quote) makes
 * the whole message UCS-2. A single part holds 160 septets or 70 UTF-16 units; each of several holds 153 or 67, because
 * a header takes the rest. A letter that takes two units is never split, so it can push a message over.
 * `units` counts the text alone. Text without letters costs one part.
 */
export function countSmsParts(text: string): SmsParts {
  const letters = [...text];
  const isGsm = letters.every((letter) => BASIC.has(letter) || EXTENDED.has(letter));
  const [single, several] = isGsm ? [160, 153] : [70, 67];
  const sizes = letters.map((letter) => (isGsm ? (EXTENDED.has(letter) ? 2 : 1) : letter.length));
  const units = sizes.reduce((sum, size) => sum + size, 0);
  const encoding = isGsm ? 'gsm7' : 'ucs2';
  if (units <= single) return { encoding, units, parts: 1 };

  let parts = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > several) {
      parts += 1;
      used = 0;
    }
    used += size;
  }
  return { encoding, units, parts };
}
