import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PaperKind } from './types.ts';

const FOLDER = path.join(path.dirname(fileURLToPath(import.meta.url)), '../templates');

/** The template that new report cards are issued with. */
export const CARD_TEMPLATE = 'report-card.v1';

/** The templates that other papers are issued with. */
export const PAPER_TEMPLATES: Record<PaperKind, string> = {
  transcript: 'transcript.v1',
  enrolment: 'certificate.v1',
  leaving: 'certificate.v1',
  completion: 'certificate.v1',
  id_card: 'id-card.v1',
};

const KNOWN = new Set([CARD_TEMPLATE, ...Object.values(PAPER_TEMPLATES)]);

/** The file of a template by the name that a paper carries. */
export function templateFile(name: string): string {
  if (!KNOWN.has(name)) throw new Error(`There is no template ${name}.`);
  return path.join(FOLDER, `${name}.typ`);
}
