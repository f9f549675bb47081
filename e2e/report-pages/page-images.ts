import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';

const FOLDER = path.join(import.meta.dirname, 'references');
const DIFFERENT = path.join(import.meta.dirname, '../../artifacts/report-pages');
const PDFJS = path.join(import.meta.dirname, '../../node_modules/unpdf/dist/pdfjs.mjs');
/** Pixels for a point of the page: small print must be seen. */
const SCALE = 1.5;
/** Side of the squares that are compared. One wrong digit fills a good part of a square and nothing of a whole page. */
const TILE = 12;
/** The mean difference of a square, of 255, that another version of the browser's letter drawing may make. */
const TOLERANCE = 22;

export type Difference = { tiles: number; worst: number; size: [number, number] };

/** Makes a page of the browser able to draw PDF, with PDF.js and nothing from any network. */
export async function openPainter(page: Page): Promise<void> {
  await page.route('http://painter.test/**', (route) =>
    route.request().url().endsWith('.mjs')
      ? route.fulfill({ body: readFileSync(PDFJS), contentType: 'text/javascript' })
      : route.fulfill({ body: '<!doctype html>', contentType: 'text/html' }),
  );
  await page.goto('http://painter.test/');
}

/** A part of a page: left, top, width and height in millimetres. */
export type Area = readonly [left: number, top: number, width: number, height: number];

/**
 * The first page of a PDF as a PNG, drawn by the browser from the very bytes that families get. Areas that are hidden are
 * painted over: a code that is random has no reference. Drawn `fine` times as large and made smaller, a letter does not
 * depend on which others its font holds: how a font is fitted to pixels does.
 */
export async function paint(
  page: Page,
  pdf: Uint8Array,
  { hidden = [], fine = 1 }: { hidden?: readonly Area[]; fine?: number } = {},
): Promise<Buffer> {
  const url = await page.evaluate(
    async ([base64, scale, areas, times]) => {
      const source = '/pdfjs.mjs';
      const { getDocument } = await import(source);
      const data = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const sheet = await (await getDocument({ data }).promise).getPage(1);
      const viewport = sheet.getViewport({ scale: scale * times });
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [Math.round(viewport.width), Math.round(viewport.height)];
      const context = canvas.getContext('2d');
      await sheet.render({ canvas, canvasContext: context, viewport }).promise;
      if (context) context.fillStyle = '#d9d9d9';
      // A point is a 72nd of an inch, an inch 25.4 mm.
      for (const area of areas) {
        const [left = 0, top = 0, width = 0, height = 0] = area.map(
          (side) => (side / 25.4) * 72 * scale * times,
        );
        context?.fillRect(left, top, width, height);
      }
      if (times === 1) return canvas.toDataURL('image/png');
      const small = document.createElement('canvas');
      [small.width, small.height] = [Math.round(canvas.width / times), Math.round(canvas.height / times)];
      const drawing = small.getContext('2d');
      if (drawing) drawing.imageSmoothingQuality = 'high';
      drawing?.drawImage(canvas, 0, 0, small.width, small.height);
      return small.toDataURL('image/png');
    },
    [Buffer.from(pdf).toString('base64'), SCALE, hidden, fine] as const,
  );
  return Buffer.from(url.split(',')[1] ?? '', 'base64');
}

/** The words of each page of a PDF, without the spaces between them: letters of Arabic stand in the order of the paper. */
export function wordsOfPages(page: Page, pdf: Uint8Array): Promise<string[]> {
  return page.evaluate(async (base64) => {
    const source = '/pdfjs.mjs';
    const { getDocument } = await import(source);
    const data = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const document = await getDocument({ data }).promise;
    const words: string[] = [];
    for (let number = 1; number <= document.numPages; number += 1) {
      const { items } = await (await document.getPage(number)).getTextContent();
      words.push(
        items
          .map(({ str }: { str: string }) => str)
          .join('')
          .replace(/\s+/g, ''),
      );
    }
    return words;
  }, Buffer.from(pdf).toString('base64'));
}

/**
 * Compares a picture with the committed one, square by square in shades of grey; one that differs is kept in artifacts. With
 * REPORT_PAGES=write it writes the picture instead; what is then committed was looked at by somebody.
 */
export async function compareWithReference(page: Page, name: string, picture: Buffer): Promise<Difference> {
  const file = path.join(FOLDER, `${name}.png`);
  if (process.env.REPORT_PAGES === 'write') {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(file, picture);
  }
  if (!existsSync(file))
    throw new Error(`There is no reference ${name}.png; look at the page and commit one.`);
  const difference = await compare(page, readFileSync(file), picture);
  if (difference.tiles > 0) {
    mkdirSync(DIFFERENT, { recursive: true });
    writeFileSync(path.join(DIFFERENT, `${name}.png`), picture);
  }
  return difference;
}

/** How many squares of two pictures differ by more than the tolerance, and by how much the worst one does. */
export function compare(page: Page, one: Buffer, other: Buffer): Promise<Difference> {
  return page.evaluate(
    async ([first, second, tile, tolerance]) => {
      const greys = async (base64: string) => {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
        const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
        context?.drawImage(bitmap, 0, 0);
        const { data } = context?.getImageData(0, 0, bitmap.width, bitmap.height) ?? { data: [] };
        const grey = Float32Array.from(
          { length: bitmap.width * bitmap.height },
          (_, at) => ((data[at * 4] ?? 0) + (data[at * 4 + 1] ?? 0) + (data[at * 4 + 2] ?? 0)) / 3,
        );
        return { grey, width: bitmap.width, height: bitmap.height };
      };
      const [a, b] = [await greys(first), await greys(second)];
      const size: [number, number] = [b.width, b.height];
      if (a.width !== b.width || a.height !== b.height) return { tiles: Infinity, worst: 255, size };
      let [tiles, worst] = [0, 0];
      for (let top = 0; top < a.height; top += tile)
        for (let left = 0; left < a.width; left += tile) {
          let [sum, count] = [0, 0];
          for (let y = top; y < Math.min(top + tile, a.height); y += 1)
            for (let x = left; x < Math.min(left + tile, a.width); x += 1) {
              sum += Math.abs((a.grey[y * a.width + x] ?? 0) - (b.grey[y * a.width + x] ?? 0));
              count += 1;
            }
          worst = Math.max(worst, sum / count);
          if (sum / count > tolerance) tiles += 1;
        }
      return { tiles, worst: Math.round(worst), size };
    },
    [one.toString('base64'), other.toString('base64'), TILE, TOLERANCE] as const,
  );
}
