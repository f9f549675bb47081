/** One fenced block of the guide, in order: commands to run, or a file to write. */
export type GuideBlock =
  | { kind: 'commands'; commands: string[]; isUntilStopped: boolean }
  | { kind: 'file'; path: string; text: string };

const BLOCK = /^```(\S+)(?: (.+))?\n([\s\S]*?)^```$/gm;

/** Commands are blocks of `sh`, files are blocks with a path after the language; all others only show something. */
export function guideBlocks(markdown: string): GuideBlock[] {
  return [...markdown.matchAll(BLOCK)].flatMap(([, language, note, text = '']): GuideBlock[] => {
    if (language === 'sh')
      return [
        { kind: 'commands', commands: text.trim().split('\n'), isUntilStopped: note === 'until stopped' },
      ];
    return note === undefined ? [] : [{ kind: 'file', path: note, text }];
  });
}
