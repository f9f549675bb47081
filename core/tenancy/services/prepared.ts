import { sha256Hex } from '../../kernel/index.ts';

const names = new Map<string, string>();

/**
 * A statement that a connection parses and plans once. For hot SQL whose text is a constant: names are never forgotten.
 * Behind a PgBouncer in transaction mode it is sent without its name.
 */
export function prepared(text: string, values: unknown[]): { name: string; text: string; values: unknown[] } {
  let name = names.get(text);
  if (name === undefined) {
    name = `daftar_${sha256Hex(text).slice(0, 24)}`;
    names.set(text, name);
  }
  return { name, text, values };
}
