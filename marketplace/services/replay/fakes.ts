import { createHmac, randomBytes } from 'node:crypto';
import type { Json } from '../../../core/sandbox/index.ts';
import { closedLists } from './closed-lists.ts';

/** Puts fakes in place of everything that could be of a person: the same for the same within one bundle. */
export type Fakes = {
  /** A value with every text replaced; `name` is the key it stands under. */
  value(value: Json, name?: string): Json;
  /** A text of the plugin's own, in which only words that came from data are replaced. */
  words(text: string): string;
};

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const MOMENT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$|^\d{2}:\d{2}$/;
/** An id, a placeholder of a template, letters, or digits. */
const PARTS = new RegExp(`${UUID.source}|\\{[A-Za-z_]{1,40}\\}|[\\p{L}\\p{M}]+|\\d+`, 'giu');
const PLAIN_KEY = /^[a-z][A-Za-z0-9_]{0,60}$/;
/** Texts that the platform writes and a plugin decides by. */
const KEPT: ReadonlySet<string> = new Set(['timeZone', 'currency', 'type', 'kind', 'locale']);
const VOWELS = 'aeiou';
const CONSONANTS = 'bdfgklmnprstvz';
const ARABIC = 'ابتثجحخدرزسشصطعغفقكلمنهوي';

/** Fakes of one bundle, under a random key that nobody keeps. */
export function createFakes(key: Uint8Array = randomBytes(32)): Fakes {
  const known = new Map<string, string>();
  const bytes = (word: string, length: number): Uint8Array => {
    const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, block) =>
      createHmac('sha256', key).update(`${block}:${word}`).digest(),
    );
    return Buffer.concat(blocks);
  };
  const fake = (part: string): string => {
    if (part.startsWith('{')) return part;
    // OMAR and Omar are one name; how a word is written stays with the place it stands at.
    const word = part.toLowerCase();
    const made = known.get(word) ?? make(word, bytes(word, 40 + word.length));
    known.set(word, made);
    return matchCase(part, made);
  };
  const text = (value: string): string => value.replace(PARTS, fake);
  const value = (item: Json, name = ''): Json => {
    if (typeof item === 'string') return isKept(item, name) ? item : (birthYear(item, name) ?? text(item));
    if (typeof item !== 'object' || item === null) return item;
    if (Array.isArray(item)) return item.map((inner) => value(inner, name));
    return Object.fromEntries(
      Object.entries(item).map(([inner, part]) => [
        PLAIN_KEY.test(inner) ? inner : text(inner),
        value(part, inner),
      ]),
    );
  };
  return {
    value,
    words: (sentence) =>
      sentence.replace(PARTS, (part) => {
        const made = known.get(part.toLowerCase());
        return made === undefined ? (part.match(UUID) ? fake(part) : part) : matchCase(part, made);
      }),
  };
}

function isKept(text: string, name: string): boolean {
  if (KEPT.has(name) || closedLists().get(name)?.has(text)) return true;
  return MOMENT.test(text) && !/birth/i.test(name);
}

function birthYear(text: string, name: string): string | undefined {
  return MOMENT.test(text) && /birth/i.test(name) ? `${text.slice(0, 4)}-01-01` : undefined;
}

/** A word of the same length and script; marks above and below letters stay where they are. */
function make(word: string, bytes: Uint8Array): string {
  if (word.match(UUID)) return makeId(bytes);
  const pick = (letters: string, index: number) => letters[(bytes[index] ?? 0) % letters.length] ?? '';
  return Array.from(word, (letter, index) => {
    if (/\d/.test(letter))
      return index === 0 && word.length > 1 ? pick('123456789', index) : pick('0123456789', index);
    if (/\p{M}/u.test(letter)) return letter;
    if (/\p{Script=Arabic}/u.test(letter)) return pick(ARABIC, index);
    return pick(index % 2 === 0 ? CONSONANTS : VOWELS, index);
  }).join('');
}

function makeId(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function matchCase(written: string, made: string): string {
  const letters = Array.from(made);
  return Array.from(written, (letter, index) => {
    const put = letters[index] ?? '';
    return letter !== letter.toLowerCase() ? put.toUpperCase() : put;
  }).join('');
}
