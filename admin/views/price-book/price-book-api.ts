import type { PriceBookContent } from '../../../core/billing/browser.ts';

/** A published version; moments are ISO 8601 texts, as the API answers them. */
export type VersionHead = {
  version: number;
  validFrom: string;
  note: string;
  publishedBy: string;
  publishedAt: string;
};

export type DraftHead = {
  id: string;
  title: string;
  basedOn: number;
  note: string;
  /** Named when it is saved: of two people who change one draft the later one is told. */
  revision: number;
  updatedBy: string;
  updatedAt: string;
};

export type Draft = DraftHead & { content: PriceBookContent };
export type Books = { current: number; versions: VersionHead[]; drafts: DraftHead[] };

/** A published version with what it says. */
export type Version = { version: number; validFrom: string; content: PriceBookContent };

/** What the API would answer for something that the server holds: moments become texts. */
export function asAnswered<T>(value: unknown): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
