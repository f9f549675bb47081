/** One fenced block of the guide, in order: commands to run, or a file to write. */
export type GuideBlock =
  | { kind: 'commands'; commands: string[]; isUntilStopped: boolean }
  | { kind: 'file'; path: string; text: string };

/** Commands are blocks of `sh`, files are blocks with a path after the language; all others only show something. */
export function guideBlocks(markdown: string): GuideBlock[] {
  return fencesOf(markdown).flatMap(({ language, note, text }): GuideBlock[] => {
    if (language === 'sh')
      return [
        { kind: 'commands', commands: text.trim().split('\n'), isUntilStopped: note === 'until stopped' },
      ];
    return note === '' ? [] : [{ kind: 'file', path: note, text }];
  });
}

type Fence = { language: string; note: string; text: string };

// Line by line: an expression over the whole page would be slow on a page that never closes a block.
function fencesOf(markdown: string): Fence[] {
  const fences: Fence[] = [];
  let open: Fence | undefined;
  for (const line of markdown.split('\n')) {
    if (open !== undefined && line === '```') {
      fences.push(open);
      open = undefined;
    } else if (open !== undefined) open.text += `${line}\n`;
    else if (line.startsWith('```')) {
      const [language = '', ...note] = line.slice(3).split(' ');
      open = { language, note: note.join(' '), text: '' };
    }
  }
  return fences;
}
