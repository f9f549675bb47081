import type { AdminViewServerProps } from 'payload';
import { billingNow, bookAt, listDrafts, listVersions } from '../../../core/billing/index.ts';
import { ConsolePage } from '../../components/console-page.tsx';
import { asAnswered, type Books } from './price-book-api.ts';
import { PRICE_BOOK_TEXTS } from './texts.ts';
import { VersionList } from './version-list.tsx';
import './price-book.css';

/** /admin/price-book on the console host: the versions of the price book and its drafts. */
export function PriceBookView(view: AdminViewServerProps) {
  return (
    <ConsolePage view={view} words={PRICE_BOOK_TEXTS}>
      {async ({ pool, language }) => {
        const books = {
          current: (await bookAt(pool, billingNow())).version,
          versions: await listVersions(pool),
          drafts: await listDrafts(pool),
        };
        return <VersionList books={asAnswered<Books>(books)} language={language} />;
      }}
    </ConsolePage>
  );
}
