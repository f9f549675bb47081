import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';

/** A value of a cell. A plain date (YYYY-MM-DD, marked) becomes a real date, text always stays text. */
export type CellOut = string | number | boolean | { readonly date: string } | undefined;

export type WorkbookOptions = {
  readonly sheetName: string;
  readonly headers: readonly string[];
  readonly rightToLeft: boolean;
  /** Widths in letters, one a column. */
  readonly widths: readonly number[];
};

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const DAY_MS = 86_400_000;
/** Day 0 of Excel's calendar; it counts a 29 February 1900 that never was, which no date of a school meets. */
const EPOCH = Date.UTC(1899, 11, 30);
/** Excel has no more rows in a sheet. */
export const MAX_SHEET_ROWS = 1_048_575;
const [PLAIN, HEADER, DATE] = [0, 1, 2];
// biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no place for them
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/**
 * An XLSX file of one sheet, written as the rows come, in constant memory: text stands in the cells themselves, because a
 * shared table of texts would have to be kept whole. The libraries that stream either cannot turn a sheet right to left or
 * are no longer kept up. Text is typed as text, so that no spreadsheet runs it as a formula.
 */
export function writeWorkbook(rows: AsyncIterable<readonly CellOut[]>, options: WorkbookOptions): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const sheet = Readable.from(sheetParts(rows, options), { objectMode: false });
  sheet.on('error', (error) => output.destroy(error));
  zip.on('error', (error: Error) => output.destroy(error));
  output.once('close', () => sheet.destroy());
  for (const [name, text] of Object.entries(fixedParts(options.sheetName)))
    zip.addBuffer(Buffer.from(XML + text), name);
  zip.addReadStream(sheet, 'xl/worksheets/sheet1.xml');
  zip.end();
  return output;
}

async function* sheetParts(
  rows: AsyncIterable<readonly CellOut[]>,
  { headers, rightToLeft, widths }: WorkbookOptions,
): AsyncGenerator<string> {
  const columns = widths.map(
    (width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  );
  yield `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"${rightToLeft ? ' rightToLeft="1"' : ''}>` +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `<cols>${columns.join('')}</cols><sheetData>${rowOf(1, headers, HEADER)}`;
  let number = 1;
  let text = '';
  for await (const row of rows) {
    number += 1;
    if (number > MAX_SHEET_ROWS) throw new Error('a sheet has no room for so many rows');
    text += rowOf(number, row, PLAIN);
    if (text.length > 64_000) {
      yield text;
      text = '';
    }
  }
  yield `${text}</sheetData></worksheet>`;
}

function rowOf(number: number, cells: readonly CellOut[], style: number): string {
  const parts = cells.map((cell, index) => cellOf(`${columnName(index)}${number}`, cell, style));
  return `<row r="${number}">${parts.join('')}</row>`;
}

function cellOf(place: string, cell: CellOut, style: number): string {
  if (cell === undefined || cell === '') return '';
  if (typeof cell === 'number') return `<c r="${place}" s="${style}"><v>${cell}</v></c>`;
  if (typeof cell === 'boolean') return `<c r="${place}" s="${style}" t="b"><v>${cell ? 1 : 0}</v></c>`;
  if (typeof cell === 'object') {
    const days = (Date.parse(`${cell.date}T00:00:00Z`) - EPOCH) / DAY_MS;
    return `<c r="${place}" s="${DATE}"><v>${days}</v></c>`;
  }
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell)}</t></is></c>`;
}

function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
}

function escapeXml(text: string): string {
  return text
    .replace(CONTROL, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function fixedParts(sheetName: string): Record<string, string> {
  // Excel refuses these signs in the name of a sheet, and more than 31 letters.
  const name = escapeXml(
    sheetName
      .replace(/[[\]:*?/\\']/g, ' ')
      .slice(0, 31)
      .trim() || 'Sheet1',
  );
  const part = (path: string, type: string) =>
    `<Override PartName="/${path}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${type}+xml"/>`;
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`;
  return {
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${part('xl/workbook.xml', 'sheet.main')}${part('xl/worksheets/sheet1.xml', 'worksheet')}${part('xl/styles.xml', 'styles')}</Types>`,
    '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships">${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="${name}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships">${relation('rId1', 'worksheet', 'worksheets/sheet1.xml')}${relation('rId2', 'styles', 'styles.xml')}</Relationships>`,
    'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`,
  };
}
