import { createHash } from 'node:crypto';
import { foldText } from '../oneroster/index.ts';

/** A header for comparing: folded, without signs, so that `Student_No.` is `student no`. */
export function foldHeader(text: string): string {
  return foldText(text.replace(/([a-z])([A-Z])/g, '$1 $2'))
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** What tells sheets of one kind from others: their headers in their order, folded. */
export function headerSignature(headers: readonly string[]): string {
  return createHash('sha256').update(headers.map(foldHeader).join('\n')).digest('hex');
}
