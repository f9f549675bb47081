/** How much of a value the audit trail keeps. A field says so itself with `custom: { audit: 'hide' }`, or its name does. */
export type Masking = 'show' | 'partly' | 'hide';

/** What stands in the trail for a value that is not kept. */
export const MASK = '•••';

// Nothing that opens a door is ever kept, whatever record it stands in.
const SECRET =
  /passwo?r?d|passphrase|secret|token|hash|salt|otp|recovery|cookie|authori[sz]ation|api_?key$|private_?key|sealed|^sessions$|^sid$/i;
// Health is a special category of personal data; free notes about children carry it too.
const HEALTH = /health|medical|allerg|medicat|diagnos|disabilit|special_?needs|(^|_)notes?$/i;
const REACHABLE = /phone|mobile|e-?mail|national_?id|civil_?id|passport|^qid$|iban/i;
const MOMENT = /(At|_at|Allowed)$/;
const LONGEST = 500;

/** The masking of a field by its name; the central list of the product. */
export function maskingOf(name: string): Masking {
  if (SECRET.test(name) || HEALTH.test(name)) return 'hide';
  return REACHABLE.test(name) && !MOMENT.test(name) ? 'partly' : 'show';
}

/** A value as the trail keeps it: masked by its field and, inside JSON, by every key; long texts are cut. */
export function maskValue(value: unknown, masking: Masking): unknown {
  if (value === null || value === undefined || value === '') return value ?? null;
  if (masking === 'hide') return MASK;
  if (typeof value === 'string') return masking === 'partly' ? maskPartly(value) : cut(value);
  if (typeof value === 'number' || typeof value === 'boolean') return masking === 'partly' ? MASK : value;
  return keepSmall(maskInside(value, masking, 0));
}

/** An address or number of which only so much is left that its owner knows it again. */
export function maskPartly(text: string): string {
  const at = text.lastIndexOf('@');
  if (at > 0) return `${text.slice(0, 1)}${MASK}${text.slice(at)}`;
  if (text.startsWith('+') && text.length >= 9) return `${text.slice(0, 4)}${MASK}${text.slice(-2)}`;
  return text.length > 6 ? `${MASK}${text.slice(-3)}` : MASK;
}

function maskInside(value: unknown, masking: Masking, depth: number): unknown {
  if (depth > 6) return MASK;
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => maskInside(item, masking, depth + 1));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => {
        const own = maskingOf(key);
        return [key, own === 'show' ? maskInside(item, masking, depth + 1) : maskValue(item, own)];
      }),
    );
  }
  return maskValue(value, masking);
}

function keepSmall(value: unknown): unknown {
  const { length } = JSON.stringify(value);
  return length > 4000 ? `${MASK} (${length})` : value;
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
