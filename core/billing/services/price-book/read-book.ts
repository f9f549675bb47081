import { AppError } from '../../../kernel/index.ts';
import type { Queryable } from '../../../tenancy/index.ts';
import { type PriceBook, type PriceBookContent, priceBookContent } from './content.ts';

const COLUMNS = 'version, valid_from, content';
const AT = `select ${COLUMNS} from price_books where valid_from <= $1 order by valid_from desc limit 1`;
const OF_VERSION = `select ${COLUMNS} from price_books where version = $1`;
/** Versions never change, so a parsed one is kept: parsing takes longer than reading. */
const parsed = new Map<number, PriceBookContent>();

/** The version that is valid at a moment. Throws price.no_book before the first one. */
export async function bookAt(client: Queryable, at: Date): Promise<PriceBook> {
  const { rows } = await client.query(AT, [at]);
  return bookOf(rows[0]);
}

/** One version by its number. Throws price.no_book. */
export async function bookVersion(client: Queryable, version: number): Promise<PriceBook> {
  const { rows } = await client.query(OF_VERSION, [version]);
  return bookOf(rows[0]);
}

function bookOf(row: { version: number; valid_from: Date; content: unknown } | undefined): PriceBook {
  if (!row) throw new AppError('price.no_book');
  const { version } = row;
  const content = parsed.get(version) ?? priceBookContent.parse(row.content);
  parsed.set(version, content);
  return { version, validFrom: row.valid_from, content };
}
