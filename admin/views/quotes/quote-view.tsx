import type { AdminViewServerProps } from 'payload';
import { billingNow, bookAt, type Quote, readQuote } from '../../../core/billing/index.ts';
import { isAppError } from '../../../core/kernel/index.ts';
import { poolOf, type Queryable, viewerOf } from '../../../core/tenancy/index.ts';
import { languageOf } from '../../components/language.ts';
import { ViewFrame } from '../../components/view-frame.tsx';
import { ViewNotice } from '../../components/view-notice.tsx';
import { type QuoteChoices, QuoteClient } from './quote-client.tsx';
import { QUOTE_TEXTS } from './texts.ts';
import '../../components/tool-kit.css';
import '../schools/schools.css';
import './quotes.css';

/** /admin/quotes/<id> and /admin/quotes/new on the console host: one offer, to write, print and decide. */
export async function QuoteView(view: AdminViewServerProps) {
  const { req } = view.initPageResult;
  const language = languageOf(req.i18n.language);
  const texts = QUOTE_TEXTS[language];
  const segments = view.params?.segments;
  const id = (Array.isArray(segments) ? segments.at(-1) : undefined) ?? '';
  const isStaff = viewerOf(req)?.realm === 'platform';
  const pool = poolOf(req.payload);
  const wanted = [view.searchParams?.school, view.searchParams?.copy].map((value) =>
    typeof value === 'string' && UUID.test(value) ? value : undefined,
  );
  const quote = isStaff && UUID.test(id) ? await readOne(pool, id) : undefined;
  const copied = isStaff && wanted[1] ? await readOne(pool, wanted[1]) : undefined;
  const isOpen = isStaff && (id === 'new' || quote !== undefined);
  return (
    <ViewFrame className="dft-page" title={texts.title} view={view}>
      {isOpen ? (
        <QuoteClient
          choices={await readChoices(pool)}
          language={language}
          {...(quote ? { start: quote } : {})}
          {...(copied ? { copied: copied.content } : {})}
          {...(wanted[0] ? { school: wanted[0] } : {})}
        />
      ) : (
        <ViewNotice text={isStaff ? texts.missing : texts.closed} title={texts.title} />
      )}
    </ViewFrame>
  );
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function readOne(client: Queryable, id: string): Promise<Quote | undefined> {
  return readQuote(client, id, billingNow()).catch((error: unknown) => {
    if (isAppError(error)) return undefined;
    throw error;
  });
}

async function readChoices(client: Queryable): Promise<QuoteChoices> {
  const { content } = await bookAt(client, billingNow());
  const { rows } = await client.query(
    `select id, name, name_ar as "nameAr" from tenants where status <> 'archived' order by name, id limit 2000`,
  );
  const today = billingNow().toISOString().slice(0, 10);
  return { plans: content.plans.map(({ code, name }) => ({ code, name })), schools: rows, today };
}
