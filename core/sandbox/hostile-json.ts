import { MAX_JSON_DEPTH } from './limits.ts';
import type { Json } from './types.ts';

const DROPPED = new Set(['__proto__', 'constructor', 'prototype']);
const QUOTE = 34;
const BACKSLASH = 92;

/**
 * Parses text that a guest wrote. Keys that could reach a prototype are dropped at every level.
 * Answers undefined for text that is not JSON or is nested deeper than 64 levels: deep nesting is refused before
 * parsing, because whoever walks the value later would overflow its stack.
 */
export function parseHostileJson(text: string): { value: Json } | undefined {
  if (isTooDeep(text)) return undefined;
  try {
    return { value: clean(JSON.parse(text) as Json) };
  } catch {
    return undefined;
  }
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (isInString) {
      if (code === BACKSLASH) index += 1;
      else if (code === QUOTE) isInString = false;
    } else if (code === QUOTE) isInString = true;
    else if (code === 91 || code === 123) {
      depth += 1;
      if (depth > MAX_JSON_DEPTH) return true;
    } else if (code === 93 || code === 125) depth -= 1;
  }
  return false;
}

function clean(value: Json): Json {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(clean);
  const copy: { [key: string]: Json } = {};
  for (const key of Object.keys(value)) {
    const item = value[key];
    if (item !== undefined && !DROPPED.has(key)) copy[key] = clean(item);
  }
  return copy;
}
