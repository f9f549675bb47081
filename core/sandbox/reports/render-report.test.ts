import { getDocumentProxy } from 'unpdf';
import { describe, expect, it } from 'vitest';
import type { CapabilityInput } from '../../../plugins/sdk/index.ts';
import { RENDER_LIMITS, renderReport } from './render-report.ts';

type Input = CapabilityInput<'report.render'>;
type Item = { page: number; text: string; left: number; right: number; top: number };

/** The texts of a PDF with where they stand, in points from the left and from the bottom. */
async function read(pdf: Uint8Array): Promise<{ width: number; height: number; items: Item[] }> {
  const document = await getDocumentProxy(new Uint8Array(pdf), { verbosity: 0 });
  const items: Item[] = [];
  let size = { width: 0, height: 0 };
  for (let page = 1; page <= document.numPages; page += 1) {
    const sheet = await document.getPage(page);
    size = sheet.getViewport({ scale: 1 });
    for (const item of (await sheet.getTextContent()).items) {
      if (!('str' in item) || item.str.trim() === '') continue;
      const left = item.transform[4];
      const text = item.str.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').trim();
      items.push({ page, text, left, right: left + item.width, top: item.transform[5] });
    }
  }
  await document.loadingTask.destroy();
  return { width: size.width, height: size.height, items };
}

const render = (blocks: Input['blocks'], more: Partial<Input> = {}) =>
  renderReport({ name: 'Report', language: 'en', blocks, ...more });

describe('renderReport', { timeout: 60_000 }, () => {
  it('should set every kind of block', async () => {
    const { pdf, pages } = await render([
      { kind: 'heading', text: 'Certificate', align: 'center' },
      { kind: 'heading', text: 'Second', level: 2 },
      { kind: 'paragraph', text: 'first line\nsecond line', size: 14, align: 'end' },
      {
        kind: 'table',
        columns: ['Name', 'Mark'],
        rows: [['Leila', '95'], ['Omar'], ['Huda', '80', 'spare']],
      },
      { kind: 'line' },
      { kind: 'space', points: 20 },
      { kind: 'signatures', labels: ['Head', 'Teacher'] },
      { kind: 'pageBreak' },
      { kind: 'paragraph', text: 'last page' },
    ]);
    expect(pages).toBe(2);
    const { width, height, items } = await read(pdf);
    expect([Math.round(width), Math.round(height)]).toEqual([595, 842]);
    const at = (text: string) => items.find((item) => item.text === text);
    const middle = (item: Item | undefined) => ((item?.left ?? 0) + (item?.right ?? 0)) / 2;
    expect(Math.abs(middle(at('Certificate')) - width / 2)).toBeLessThan(2);
    expect(at('Second')?.left).toBeLessThan(60);
    expect(at('first line')?.right).toBeGreaterThan(width - 60);
    expect(at('first line')?.top).toBeGreaterThan(at('second line')?.top ?? 0);
    expect(at('last page')?.page).toBe(2);
    expect(items.map(({ text }) => text)).not.toContain('spare');
    // Huda stands below Omar although Omar's row was too short.
    expect(at('Huda')?.left).toBe(at('Omar')?.left);
  });

  it('should set paper, orientation and frame', async () => {
    const { pdf } = await render([{ kind: 'paragraph', text: 'x' }], {
      page: { size: 'A5', orientation: 'landscape', border: 'frame' },
    });
    const { width, height } = await read(pdf);
    expect([Math.round(width), Math.round(height)]).toEqual([595, 420]);
  });

  it('should set Arabic from the right, and keep what runs from the left in its order', async () => {
    const { pdf } = await render(
      [
        { kind: 'heading', text: 'شهادة' },
        { kind: 'paragraph', text: 'هاتف +974 5511 0001 الصف 10-A' },
        { kind: 'table', columns: ['الاسم', 'الصف'], rows: [['ليلى', '10-A']] },
      ],
      { language: 'ar' },
    );
    const { width, items } = await read(pdf);
    const [heading] = items;
    expect(heading?.right).toBeGreaterThan(width - 60);
    // In its own order from the left, and as a whole left of the word before it.
    const lefts = ['+974', '5511', '0001', 'هاتف'].map(
      (part) => items.find(({ text }) => text === part)?.left,
    );
    expect(lefts).toEqual([...lefts].sort((a, b) => (a ?? 0) - (b ?? 0)));
    expect(items.filter(({ text }) => text === '10-A')).toHaveLength(2);
    const cells = items.filter(({ text }) => text.includes('10-A'));
    // The first column stands at the right: the class, the second, is left of the middle and aligned to its right.
    expect(cells.at(-1)?.right).toBeLessThan(width / 2);
    expect(cells.at(-1)?.right).toBeGreaterThan(width / 2 - 20);
  });

  it('R9: should set text as text, never as markup or code', async () => {
    const attacks = [
      '#pagebreak()',
      '#read("/etc/passwd")',
      '#include "/etc/passwd"',
      '#sys.inputs',
      '*bold* _it_ $x^2$ `raw` = Title',
      '"); panic("x',
      '@import "x" <label> @ref',
      '\\u{41}#{1+1}',
    ];
    const { pdf, pages } = await render([
      ...attacks.map((text) => ({ kind: 'paragraph' as const, text })),
      { kind: 'table', columns: attacks, rows: [attacks] },
    ]);
    expect(pages).toBe(1);
    const text = (await read(pdf)).items.map((item) => item.text).join(' ');
    for (const attack of attacks) expect(text).toContain(attack);
    expect(text).not.toContain('root:');
  });

  it('should be the same bytes for the same blocks', async () => {
    const blocks: Input['blocks'] = [{ kind: 'paragraph', text: 'same شهادة' }];
    const [first, second] = await Promise.all([render(blocks), render(blocks)]);
    expect(Buffer.compare(first.pdf, second.pdf)).toBe(0);
  });

  it('should number many pages and repeat the head of a table', async () => {
    const rows = Array.from({ length: 120 }, (_, index) => [`row ${index}`]);
    const { pdf, pages } = await render([{ kind: 'table', columns: ['Head'], rows }]);
    expect(pages).toBeGreaterThan(2);
    const { items } = await read(pdf);
    expect(items.filter(({ text }) => text === 'Head')).toHaveLength(pages);
    expect(items.some(({ text }) => text.includes(`1 / ${pages}`))).toBe(true);
  });

  it.each([
    ['time', { ...RENDER_LIMITS, milliseconds: 50 }],
    ['size', { ...RENDER_LIMITS, bytes: 2_000 }],
    // Enough to start and not to set: a thousand rows take about 250 MB.
    ['memory', { ...RENDER_LIMITS, dataMegabytes: 120 }],
  ])(
    'should give up on a report that needs more %s than there is, and go on with the next',
    async (_, limits) => {
      const rows = Array.from({ length: 1_000 }, (_row, index) =>
        new Array<string>(12).fill(`10-A ${index}`),
      );
      const columns = new Array<string>(12).fill('Column');
      const report = {
        name: 'x',
        language: 'ar' as const,
        blocks: [{ kind: 'table' as const, columns, rows }],
      };
      await expect(renderReport(report, limits)).rejects.toMatchObject({ code: 'report_too_large' });
      expect((await render([{ kind: 'paragraph', text: 'x' }])).pages).toBe(1);
    },
  );
});
