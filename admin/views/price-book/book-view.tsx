import type { AdminViewServerProps } from 'payload';
import { billingNow, bookAt, bookVersion, readDraft } from '../../../core/billing/index.ts';
import { isAppError } from '../../../core/kernel/index.ts';
import { PLAN_FEATURES, poolOf, type Queryable, viewerOf } from '../../../core/tenancy/index.ts';
import { languageOf } from '../../components/language.ts';
import { ViewFrame } from '../../components/view-frame.tsx';
import { ViewNotice } from '../../components/view-notice.tsx';
import { BookClient } from './book-client.tsx';
import { asAnswered, type Draft, type Version } from './price-book-api.ts';
import { PRICE_BOOK_TEXTS } from './texts.ts';
import '../../components/tool-kit.css';
import './price-book.css';

/** /admin/price-book/draft/<id> and /admin/price-book/version/<number>: one price book, to write or to look at. */
export async function BookView(view: AdminViewServerProps) {
  const { req } = view.initPageResult;
  const language = languageOf(req.i18n.language);
  const texts = PRICE_BOOK_TEXTS[language];
  const segments = Array.isArray(view.params?.segments) ? view.params.segments.map(String) : [];
  const isStaff = viewerOf(req)?.realm === 'platform';
  const book = isStaff ? await readBook(poolOf(req.payload), segments) : undefined;
  return (
    <ViewFrame className="dft-page" title={texts.title} view={view}>
      {book ? (
        <BookClient features={PLAN_FEATURES} language={language} {...book} />
      ) : (
        <ViewNotice text={isStaff ? texts.noDrafts : texts.closed} title={texts.title} />
      )}
    </ViewFrame>
  );
}

/** The draft or the version of the address, with the version it is compared with; undefined when there is none. */
async function readBook(
  client: Queryable,
  segments: string[],
): Promise<{ draft?: Draft; version: Version } | undefined> {
  const [kind, id = ''] = segments.slice(-2);
  try {
    if (kind === 'version' && /^\d{1,6}$/.test(id))
      return { version: asAnswered(await bookVersion(client, Number(id))) };
    if (kind !== 'draft' || !/^[0-9a-f-]{36}$/.test(id)) return undefined;
    const draft = asAnswered<Draft>(await readDraft(client, id));
    return { draft, version: asAnswered(await bookAt(client, billingNow())) };
  } catch (error) {
    if (isAppError(error)) return undefined;
    throw error;
  }
}
