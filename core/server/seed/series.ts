import { sha256Hex } from '../../kernel/index.ts';

// Four hexadecimal digits of every number below 65,536: nine million ids are put together from these.
const HEX = Array.from({ length: 65_536 }, (_, value) => value.toString(16).padStart(4, '0'));
const GOLDEN = 0x9e3779b9;

/** Spreads a 32-bit number over all 32 bits; two numbers never give the same (the last step of MurmurHash3). */
export function mix(value: number): number {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** Numbers from 0 to 2^32 - 1 by name and index: the same in every process, and in whatever order they are asked for. */
export function numberSeries(name: string): (index: number) => number {
  const start = Number.parseInt(sha256Hex(name).slice(0, 8), 16);
  return (index) => mix(start ^ mix(index + GOLDEN));
}

/** Turns a number of a series into one of the normal distribution around 0 with a deviation of 1. */
export function normal(number: number): number {
  const sum = (number & 0xff) + ((number >>> 8) & 0xff) + ((number >>> 16) & 0xff) + (number >>> 24);
  return (sum - 510) / 147.8;
}

/** Turns a number of a series into one of [0, 1). */
export function share(number: number): number {
  return number / 4_294_967_296;
}

/** Picks one of a list by a number of a series. */
export function pick<T>(list: readonly [T, ...T[]], number: number): T {
  return list[number % list.length] ?? list[0];
}

/** UUIDs by name and index, shaped as version 8 (RFC 9562). */
export function idSeries(name: string): (index: number) => string {
  const words = wordsOf(name);
  return (index) => {
    const [a, b, c, d] = words.map((word) => mix(word ^ mix(index + GOLDEN))) as [
      number,
      number,
      number,
      number,
    ];
    return `${hex(a)}-${HEX[b >>> 16]}-8${HEX[b & 0xffff]?.slice(1)}-${variant(c >>> 16)}-${HEX[c & 0xffff]}${hex(d)}`;
  };
}

/**
 * UUIDs by name, index and moment (milliseconds), shaped as version 7: those of one day lie together in the index of the
 * primary key, which is then written at its end and not all over.
 */
export function datedIdSeries(name: string): (index: number, moment: number) => string {
  const [first, second, third] = wordsOf(name);
  return (index, moment) => {
    const spread = mix(index + GOLDEN);
    const b = mix(first ^ spread);
    const c = mix(second ^ spread);
    const time = `${hex(Math.floor(moment / 65_536))}-${HEX[moment & 0xffff]}`;
    return `${time}-7${HEX[b >>> 16]?.slice(1)}-${variant(b & 0xffff)}-${HEX[c >>> 16]}${hex(mix(third ^ spread))}`;
  };
}

function hex(word: number): string {
  return `${HEX[word >>> 16]}${HEX[word & 0xffff]}`;
}

function variant(half: number): string {
  return HEX[(half & 0x3fff) | 0x8000] ?? '8000';
}

function wordsOf(name: string): [number, number, number, number] {
  const digest = sha256Hex(name);
  const word = (at: number) => Number.parseInt(digest.slice(at * 8, at * 8 + 8), 16);
  return [word(0), word(1), word(2), word(3)];
}
