import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** One part of the page: its title, its text, and whether its targets hold. */
export type Section = {
  title: string;
  text: string;
  holds: boolean;
  /** A proof that it runs, or a part of it: shown, and not written into the page. */
  isPartial?: boolean;
};

/** Writes sections into a page: those of the same title are replaced, new ones go to the end, others stay. */
export function writeSections(file: string, intro: string, sections: readonly Section[]): void {
  const [, ...old] = existsSync(file) ? readFileSync(file, 'utf8').split(/^## /m) : [];
  const parts = new Map(old.map((part) => [part.slice(0, part.indexOf('\n')), part.trimEnd()]));
  for (const { title, text, isPartial } of sections) if (!isPartial) parts.set(title, `${title}\n\n${text}`);
  writeFileSync(file, `${intro}\n${[...parts.values()].map((part) => `\n## ${part}\n`).join('')}`);
}
