import { readMarkdown } from '../../../admin/components/blocks/markdown-tree.ts';
import { toCsv } from '../../../core/kernel/index.ts';
import { blocksAnswer } from '../../../plugins/sdk/index.ts';
import type { PlatformGroup } from './platform.ts';

const SHOWS = `return { blocks: [
  { kind: 'markdown', text: '<script>alert(1)</script>\\n\\n[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](data:text/html,x) [d](//evil.example) [e](https://ok.example/) ![f](https://evil.example/f.png) <img src=x onerror=alert(1)>\\n\\n[g]: javascript:alert(1)\\n\\n[g]' },
  { kind: 'stat', label: '<b>bold</b>', value: '=HYPERLINK("https://evil.example")' },
  { kind: 'callout', text: '\\u202eevil' },
] };`;

const BAD_BLOCKS = [
  "{ kind: 'html', html: '<script>' }",
  "{ kind: 'stat', label: 'x', value: 1, onClick: 'alert(1)' }",
  "{ kind: 'stat', label: 'x'.repeat(81), value: 1 }",
  "{ kind: 'action', action: 'javascript:alert(1)', label: 'x' }",
  "{ kind: 'table', columns: [{ key: '__proto__', label: 'x' }], rows: [] }",
  "{ kind: 'chart', title: 'x', shape: 'bar', series: [{ label: 'x', points: [{ label: 'x', value: null }] }] }",
];

/** Texts of a plugin that people see. */
export const LABELS: PlatformGroup = {
  group: 'Labels',
  cases: [
    {
      name: 'markup and javascript: links in labels',
      limitClass: 'job',
      expected: ['one link, to https'],
      async run(platform) {
        const pluginId = await platform.install(SHOWS);
        const outcome = await platform.call(platform.a, pluginId, null);
        const { blocks } = blocksAnswer.parse(outcome.ok ? outcome.result : undefined);
        const [markdown] = blocks;
        const tree = JSON.stringify(markdown?.kind === 'markdown' ? readMarkdown(String(markdown.text)) : []);
        const kinds = new Set([...tree.matchAll(/"kind":"(\w+)"/g)].map(([, kind]) => kind));
        for (const kind of kinds)
          if (['html', 'image', 'script'].includes(String(kind))) return `kind ${kind}`;
        const links = [...tree.matchAll(/"href":"([^"]*)"/g)].map(([, href]) => href);
        return links.length === 1 && links[0] === 'https://ok.example/'
          ? 'one link, to https'
          : links.join(' ');
      },
    },
    {
      name: 'formulas in labels',
      limitClass: 'none',
      expected: ['text'],
      async run() {
        const labels = ['=1+1', '+1', '-1', '@SUM(1)', '\t=1', '＝1+1', '=HYPERLINK("https://evil.example")'];
        const [, ...cells] = toCsv([['labels'], ...labels.map((label) => [label])]).split('\r\n');
        return cells.filter(Boolean).every((cell) => /^"?'/.test(cell)) ? 'text' : cells.join(' ');
      },
    },
    {
      name: 'blocks that are none',
      limitClass: 'job',
      expected: ['refused'],
      async run(platform) {
        const pluginId = await platform.install(
          `return [${BAD_BLOCKS.join(', ')}].map((block) => ({ blocks: [block] }));`,
        );
        const outcome = await platform.call(platform.a, pluginId, null);
        const answers = outcome.ok ? (outcome.result as unknown[]) : [];
        if (answers.length !== BAD_BLOCKS.length) throw new Error('The plugin did not answer.');
        const taken = answers.filter((answer) => blocksAnswer.safeParse(answer).success);
        return taken.length === 0 ? 'refused' : JSON.stringify(taken);
      },
    },
  ],
};
