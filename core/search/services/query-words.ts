import { foldText } from '../../interop/index.ts';

/** More words than these say nothing that the first ones did not. */
const MOST_WORDS = 6;
const MOST_LETTERS = 40;
const SEPARATORS = /[\s!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~،؛؟٪٫٬٭۔«»·–—‘’“”•…]+/u;
// Parts of a name that are written together with what follows, or not: the index holds the joined form of both.
const OPENERS = new Set(['abd', 'abdul', 'abdel', 'abu', 'al', 'el', 'um', 'umm', 'عبد', 'ابو', 'ام', 'ال']);
const ARTICLE = 'ال';

/**
 * The words of a search as the index holds them: folded, "Abd al Rahman" in one word, the Arabic article taken off a word
 * that is long enough to be found without it. At most six; none for a text of signs alone.
 */
export function queryWords(text: string): string[] {
  const parts = foldText(text.slice(0, 200))
    .split(SEPARATORS)
    .filter((part) => part !== '');
  const words: string[] = [];
  let opened = '';
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    if (OPENERS.has(part) && !isLast) {
      opened += part;
      continue;
    }
    words.push(opened === '' ? withoutArticle(part) : opened + part);
    opened = '';
  }
  return [...new Set(words.map((word) => word.slice(0, MOST_LETTERS)))].slice(0, MOST_WORDS);
}

function withoutArticle(word: string): string {
  return word.startsWith(ARTICLE) && word.length >= 5 ? word.slice(ARTICLE.length) : word;
}

/** The first text in the order of code points that does not start with `prefix`: the end of its range in the index. */
export function endOfPrefix(prefix: string): string {
  return `${prefix}\u{10FFFF}`;
}
