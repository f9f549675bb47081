import qrcode from 'qrcode';

/**
 * A QR code as a small SVG: dark modules of one row are one rectangle, with the quiet zone of four modules that scanners
 * need. Medium correction survives a scratched card. The same text gives the same picture.
 */
export function qrPicture(text: string): string {
  const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M' });
  const { size } = modules;
  let path = '';
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      if (!modules.get(row, column)) continue;
      let end = column;
      while (end < size && modules.get(row, end)) end += 1;
      path += `M${column + 4} ${row + 4}h${end - column}v1h${column - end}z`;
      column = end;
    }
  }
  const side = size + 8;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${side}v${side}H0z"/><path d="${path}"/></svg>`;
}
