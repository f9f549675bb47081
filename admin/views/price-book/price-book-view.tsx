import type { AdminViewServerProps } from 'payload';
import { billingNow, bookAt, listDrafts, listVersions } from '../../../core/billing/index.ts';
import { poolOf, viewerOf } from '../../../core/tenancy/index.ts';
import { languageOf } from '../../components/language.ts';
import { ViewFrame } from '../../components/view-frame.tsx';
import { ViewNotice } from '../../components/view-notice.tsx';
import { asAnswered, type Books } from './price-book-api.ts';
import { PRICE_BOOK_TEXTS } from './texts.ts';
import { VersionList } from './version-list.tsx';
import '../../components/tool-kit.css';
import './price-book.css';

/** /admin/price-book on the console host: the versions of the price book and its drafts. */
export async function PriceBookView(view: AdminViewServerProps) {
  const { req } = view.initPageResult;
  const language = languageOf(req.i18n.language);
  const texts = PRICE_BOOK_TEXTS[language];
  const pool = poolOf(req.payload);
  const isStaff = viewerOf(req)?.realm === 'platform';
  const books = isStaff
    ? {
        current: (await bookAt(pool, billingNow())).version,
        versions: await listVersions(pool),
        drafts: await listDrafts(pool),
      }
    : undefined;
  return (
    <ViewFrame className="dft-page" title={texts.title} view={view}>
      {books ? (
        <>
          <header className="dft-page__header">
            <h1>{texts.title}</h1>
            <p className="dft-muted">{texts.lead}</p>
          </header>
          <VersionList books={asAnswered<Books>(books)} language={language} />
        </>
      ) : (
        <ViewNotice text={texts.closed} title={texts.title} />
      )}
    </ViewFrame>
  );
}
