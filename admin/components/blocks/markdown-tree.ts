import { Marked, type Token, type Tokens } from 'marked';

/** Words in a line, of the few kinds that a plugin may use. */
export type Inline =
  | { kind: 'text' | 'code'; text: string }
  | { kind: 'strong' | 'emphasis' | 'deleted'; children: Inline[] }
  | { kind: 'link'; href: string; children: Inline[] }
  | { kind: 'break' };

export type MarkdownNode =
  | { kind: 'heading'; level: number; children: Inline[] }
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'list'; isOrdered: boolean; start: number; items: MarkdownNode[][] }
  | { kind: 'quote'; children: MarkdownNode[] }
  | { kind: 'code'; text: string }
  | { kind: 'rule' };

// Deeper than anybody writes, shallower than a tree that is slow to draw.
const MAX_DEPTH = 8;
const parser = new Marked({ gfm: true });

/**
 * Markdown of a plugin as a tree of the kinds above. Everything else in it, such as HTML, pictures, tables and links that
 * do not lead to https, is a text that reads as it was written. Never throws.
 */
export function readMarkdown(text: string): MarkdownNode[] {
  try {
    return nodesOf(parser.lexer(text), 0);
  } catch {
    // Thousands of brackets inside brackets: nobody's text, shown as it is.
    return [paragraph(text)];
  }
}

function nodesOf(tokens: Token[], depth: number): MarkdownNode[] {
  return tokens.flatMap((token): MarkdownNode[] => nodeOf(token as Tokens.Generic, depth));
}

function nodeOf(token: Tokens.Generic, depth: number): MarkdownNode[] {
  if (token.type === 'space' || token.type === 'def') return [];
  if (depth > MAX_DEPTH) return [paragraph(token.raw)];
  const inner = token.tokens ?? [];
  switch (token.type) {
    case 'heading':
      return [{ kind: 'heading', level: Number(token.depth), children: inlineOf(inner, depth) }];
    case 'paragraph':
    case 'text':
      return [{ kind: 'paragraph', children: token.tokens ? inlineOf(inner, depth) : [asText(token.text)] }];
    case 'list':
      return [listOf(token as Tokens.List, depth)];
    case 'blockquote':
      return [{ kind: 'quote', children: nodesOf(inner, depth + 1) }];
    case 'code':
      return [{ kind: 'code', text: String(token.text) }];
    case 'hr':
      return [{ kind: 'rule' }];
    default:
      return [paragraph(token.raw)];
  }
}

function listOf({ ordered, start, items }: Tokens.List, depth: number): MarkdownNode {
  return {
    kind: 'list',
    isOrdered: ordered,
    start: typeof start === 'number' ? start : 1,
    items: items.map(({ tokens }) => nodesOf(tokens, depth + 1)),
  };
}

function inlineOf(tokens: Token[], depth: number): Inline[] {
  return tokens.map((token): Inline => wordsOf(token as Tokens.Generic, depth + 1));
}

function wordsOf(token: Tokens.Generic, depth: number): Inline {
  if (depth > MAX_DEPTH) return asText(token.raw);
  const children = () => inlineOf(token.tokens ?? [], depth);
  switch (token.type) {
    case 'text':
    case 'escape':
      return asText(token.text);
    case 'strong':
      return { kind: 'strong', children: children() };
    case 'em':
      return { kind: 'emphasis', children: children() };
    case 'del':
      return { kind: 'deleted', children: children() };
    case 'codespan':
      return { kind: 'code', text: String(token.text) };
    case 'br':
      return { kind: 'break' };
    case 'link': {
      const href = safeAddress(String(token.href));
      return href === undefined ? asText(token.raw) : { kind: 'link', href, children: children() };
    }
    default:
      return asText(token.raw);
  }
}

/** The address of a link that may be followed: https, without a name and password before the host. */
export function safeAddress(href: string): string | undefined {
  if (!/^https:\/\//i.test(href) || !URL.canParse(href)) return undefined;
  const { username, password, href: address } = new URL(href);
  return username === '' && password === '' ? address : undefined;
}

function asText(text: unknown): Inline {
  return { kind: 'text', text: String(text) };
}

function paragraph(text: unknown): MarkdownNode {
  return { kind: 'paragraph', children: [asText(text)] };
}
