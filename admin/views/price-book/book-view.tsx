import type { AdminViewServerProps } from 'payload';
import { billingNow, bookAt, bookVersion, readDraft } from '../../../core/billing/index.ts';
import { PLAN_FEATURES, type Queryable } from '../../../core/tenancy/index.ts';
import { ConsolePage, isId } from '../../components/console-page.tsx';
import { BookClient } from './book-client.tsx';
import { asAnswered, type Draft, type Version } from './price-book-api.ts';
import { PRICE_BOOK_TEXTS } from './texts.ts';
import './price-book.css';

/** /admin/price-book/draft/<id> and /admin/price-book/version/<number>: one price book, to write or to look at. */
export function BookView(view: AdminViewServerProps) {
  const segments = Array.isArray(view.params?.segments) ? view.params.segments.map(String) : [];
  return (
    <ConsolePage missing={({ noDrafts }) => noDrafts} view={view} words={PRICE_BOOK_TEXTS}>
      {async ({ pool, language, id }) => {
        const book = await readBook(pool, segments.at(-2), id);
        return book && <BookClient features={PLAN_FEATURES} language={language} {...book} />;
      }}
    </ConsolePage>
  );
}

/** The draft or the version of the address, with the version it is compared with; undefined for another address. */
async function readBook(
  client: Queryable,
  kind: string | undefined,
  id: string,
): Promise<{ draft?: Draft; version: Version } | undefined> {
  if (kind === 'version' && /^\d{1,6}$/.test(id))
    return { version: asAnswered(await bookVersion(client, Number(id))) };
  if (kind !== 'draft' || !isId(id)) return undefined;
  const draft = asAnswered<Draft>(await readDraft(client, id));
  return { draft, version: asAnswered(await bookAt(client, billingNow())) };
}
