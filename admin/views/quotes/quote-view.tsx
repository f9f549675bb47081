import type { AdminViewServerProps } from 'payload';
import { billingNow, bookAt, readQuote } from '../../../core/billing/index.ts';
import type { Queryable } from '../../../core/tenancy/index.ts';
import { ConsolePage, isId } from '../../components/console-page.tsx';
import { type QuoteChoices, QuoteClient } from './quote-client.tsx';
import { QUOTE_TEXTS } from './texts.ts';
import '../schools/schools.css';
import './quotes.css';

/** /admin/quotes/<id> and /admin/quotes/new on the console host: one offer, to write, print and decide. */
export function QuoteView(view: AdminViewServerProps) {
  const { school, copy } = view.searchParams ?? {};
  return (
    <ConsolePage missing={({ missing }) => missing} view={view} words={QUOTE_TEXTS}>
      {async ({ pool, language, id }) => {
        if (id !== 'new' && !isId(id)) return undefined;
        const read = (quote: string) => readQuote(pool, quote, billingNow());
        return (
          <QuoteClient
            choices={await readChoices(pool)}
            language={language}
            {...(id === 'new' ? {} : { start: await read(id) })}
            {...(isId(copy) ? { copied: (await read(copy)).content } : {})}
            {...(isId(school) ? { school } : {})}
          />
        );
      }}
    </ConsolePage>
  );
}

async function readChoices(client: Queryable): Promise<QuoteChoices> {
  const { content } = await bookAt(client, billingNow());
  const { rows } = await client.query(
    `select id, name, name_ar as "nameAr" from tenants where status <> 'archived' order by name, id limit 2000`,
  );
  const today = billingNow().toISOString().slice(0, 10);
  return { plans: content.plans.map(({ code, name }) => ({ code, name })), schools: rows, today };
}
