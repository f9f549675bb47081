import { describe, expect, it } from 'vitest';
import { readMarkdown } from './markdown-tree.ts';

const words = (text: string): string => JSON.stringify(readMarkdown(text));
const links = (text: string) => [...words(text).matchAll(/"href":"([^"]*)"/g)].map((match) => match[1]);

describe('markdown of a plugin', () => {
  it('should know headings, lists, emphasis, quotes and code', () => {
    expect(readMarkdown('## A *b*\n\n3. x\n   - y\n\n> q\n\n```\nlet a;\n```\n\n---')).toEqual([
      {
        kind: 'heading',
        level: 2,
        children: [
          { kind: 'text', text: 'A ' },
          { kind: 'emphasis', children: [{ kind: 'text', text: 'b' }] },
        ],
      },
      {
        kind: 'list',
        isOrdered: true,
        start: 3,
        items: [
          [
            { kind: 'paragraph', children: [{ kind: 'text', text: 'x' }] },
            {
              kind: 'list',
              isOrdered: false,
              start: 1,
              items: [[{ kind: 'paragraph', children: [{ kind: 'text', text: 'y' }] }]],
            },
          ],
        ],
      },
      {
        kind: 'quote',
        children: [{ kind: 'paragraph', children: [{ kind: 'text', text: 'q' }] }],
      },
      { kind: 'code', text: 'let a;' },
      { kind: 'rule' },
    ]);
  });

  it('should follow links to https alone', () => {
    expect(links('[a](https://example.org/x?y=1) https://example.org')).toEqual([
      'https://example.org/x?y=1',
      'https://example.org/',
    ]);
    for (const target of [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      'java\tscript:alert(1)',
      '&#106;avascript:alert(1)',
      'data:text/html,<script>alert(1)</script>',
      'vbscript:x',
      'http://example.org',
      '//example.org',
      '/admin/logout',
      'https:example.org',
      ['https://user', 'pass@example.org'].join(':'),
      'https://bank.example@evil.example',
      '<javascript:alert(1)>',
    ])
      expect(links(`[click](${target})`), target).toEqual([]);
    expect(links('[x][1]\n\n[1]: javascript:alert(1)')).toEqual([]);
    expect(links('<javascript:alert(1)> http://example.org')).toEqual([]);
  });

  it('should show HTML, pictures and tables as they are written', () => {
    for (const text of [
      '<script>alert(1)</script>',
      '<img src=x onerror=alert(1)>',
      'a <b onclick="x">b</b>',
      '![p](https://evil.example/p.png)',
      '|a|b|\n|-|-|\n|=1+1|2|',
      '<svg><animate onbegin=alert(1) attributeName=x>',
    ]) {
      const kinds = [...words(text).matchAll(/"kind":"(\w+)"/g)].map((match) => match[1]);
      expect(
        kinds.filter((kind) => kind !== 'paragraph' && kind !== 'text'),
        text,
      ).toEqual([]);
    }
    expect(words('![p](https://evil.example/p.png)')).toContain('![p](https://evil.example/p.png)');
    expect(words('=HYPERLINK("https://evil.example")')).toContain('=HYPERLINK(');
  });

  it('should bear nesting without end', () => {
    for (const text of ['>'.repeat(10_000), '> - '.repeat(2_500), '['.repeat(10_000), '*a '.repeat(3_300)]) {
      const tree = words(text);
      expect(tree.length).toBeGreaterThan(0);
      expect(tree.match(/"kind":"quote"/g)?.length ?? 0).toBeLessThan(12);
    }
  });
});
