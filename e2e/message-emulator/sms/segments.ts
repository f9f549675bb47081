/** GSM 03.38 basic character set. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** The extension table: an escape and a character, so each costs two. */
const extended = new Set('^{}\\[~]|€\f');

export type Segments = { encoding: 'GSM-7' | 'UCS-2'; units: number; count: number };

/**
 * Works out how a text is cut into SMS parts. One GSM-7 part carries 160 characters, one UCS-2 part 70; a longer
 * text loses room for the part header: 153 and 67. Characters of the GSM extension table count two and never
 * straddle two parts, and neither does a surrogate pair. An empty text is one part.
 */
export function countSegments(body: string): Segments {
  const characters = Array.from(body);
  const isGsm = characters.every((character) => basic.has(character) || extended.has(character));
  const costs = characters.map((character) => (isGsm ? (extended.has(character) ? 2 : 1) : character.length));
  const units = costs.reduce((sum, cost) => sum + cost, 0);
  const [single, part] = isGsm ? [160, 153] : [70, 67];
  const encoding = isGsm ? 'GSM-7' : 'UCS-2';
  if (units <= single) return { encoding, units, count: 1 };
  let count = 1;
  let used = 0;
  for (const cost of costs) {
    if (used + cost > part) {
      count += 1;
      used = 0;
    }
    used += cost;
  }
  return { encoding, units, count };
}
