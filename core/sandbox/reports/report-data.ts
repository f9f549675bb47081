import type { CAPABILITIES } from '../../../plugins/sdk/index.ts';
import { isolatedLines } from '../../documents/index.ts';

export type Report = import('zod').output<(typeof CAPABILITIES)['report.render']['input']>;

/** The lines of one text. */
type TextLines = string[];
type Align = 'start' | 'center' | 'end';
type BlockData =
  | { kind: 'heading'; level: number; align: Align; lines: TextLines }
  | { kind: 'paragraph'; size: number; align: Align; lines: TextLines }
  | { kind: 'table'; columns: TextLines[]; cells: TextLines[] }
  | { kind: 'space'; points: number }
  | { kind: 'line' | 'pageBreak' }
  | { kind: 'signatures'; labels: TextLines[] };

/** What report.typ reads: every default filled in, every text as lines. */
export type ReportData = {
  name: string;
  language: 'en' | 'ar';
  page: { paper: 'a4' | 'a5'; landscape: boolean; framed: boolean };
  blocks: BlockData[];
};

export function reportData({ name, language, page = {}, blocks }: Report): ReportData {
  return {
    name: name.toWellFormed(),
    language,
    page: {
      paper: page.size === 'A5' ? 'a5' : 'a4',
      landscape: page.orientation === 'landscape',
      framed: page.border === 'frame',
    },
    blocks: blocks.map((block) => blockData(block, language)),
  };
}

function blockData(block: Report['blocks'][number], language: 'en' | 'ar'): BlockData {
  const linesOf = (text: string) => isolatedLines(text, language);
  switch (block.kind) {
    case 'heading': {
      const { level = 1, align = 'start', text } = block;
      return { kind: 'heading', level, align, lines: linesOf(text) };
    }
    case 'paragraph': {
      const { size = 11, align = 'start', text } = block;
      return { kind: 'paragraph', size, align, lines: linesOf(text) };
    }
    case 'table': {
      const { columns, rows } = block;
      // A row is as long as the head, whatever the plugin gave.
      const cells = rows.flatMap((row) => columns.map((_, index) => linesOf(row[index] ?? '')));
      return { kind: 'table', columns: columns.map(linesOf), cells };
    }
    case 'signatures':
      return { kind: 'signatures', labels: block.labels.map(linesOf) };
    default:
      return block;
  }
}
