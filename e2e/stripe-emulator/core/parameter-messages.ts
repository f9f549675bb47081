/** Stripe's words for a parameter that was given empty but cannot be unset. */
export function emptyMessage(param: string): string {
  return `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`;
}

/** `a`, `a or b`, `one of a, b, or c`. */
export function joinWords(words: readonly string[]): string {
  if (words.length < 3) return words.join(' or ');
  return `one of ${words.slice(0, -1).join(', ')}, or ${words.at(-1)}`;
}
