import {
  type FaultBook,
  html,
  inTransaction,
  plainPageReply,
  type Reply,
  type SafeHtml,
  tableSection,
} from '../../emulator-kit/index.ts';
import { ApiError } from '../core/api-error.ts';
import { callRoute } from '../core/call-route.ts';
import { decodeForm } from '../core/form.ts';
import type { RequestContext } from '../core/route.ts';
import type { ApiObject } from '../core/store.ts';
import { findAny, text } from './cells.ts';
import { objectSections } from './object-page.ts';
import {
  clocksSection,
  customersSection,
  endpointsSection,
  eventsSection,
  invoicesSection,
  metersSection,
  subscriptionsSection,
} from './sections.ts';

const style = `
nav { display: flex; flex-wrap: wrap; gap: .3rem 1rem; padding: .6rem 1.5rem; background: var(--card); border-block-end: 1px solid var(--line); }
a { color: var(--mark); } .soft { color: var(--soft); } pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font: .82rem/1.5 ui-monospace, monospace; }
.inline { display: flex; flex-wrap: wrap; gap: .4rem; align-items: center; margin: 0; } input { font: inherit; inline-size: 4rem; }
button { font: inherit; padding: .1rem .6rem; border: 1px solid var(--line); border-radius: .4rem; background: var(--ground); color: inherit; cursor: pointer; }
time { white-space: nowrap; } .problem { border-inline-start: .25rem solid #b3261e; padding-inline-start: .7rem; }
@media (max-width: 40rem) { main { padding: .6rem; } section { padding: .7rem; } nav { padding: .6rem; } td, th { padding-inline-end: .6rem; } }
`;

// `faults` is the address of the control route, which answers with JSON.
const tabs = [
  'overview',
  'customers',
  'subscriptions',
  'invoices',
  'meters',
  'events',
  'clocks',
  'spoiled',
] as const;
type Tab = (typeof tabs)[number];

export type InspectorOptions = { makeContext: () => RequestContext; faults: FaultBook };

function page(body: SafeHtml, problem?: string): Reply {
  const links = tabs.map((tab) => html`<a href="/_emulator/${tab === 'overview' ? '' : tab}">${tab}</a>`);
  return plainPageReply({
    title: 'Stripe emulator',
    subtitle: 'Local stand-in for the payment service. Nothing here is real money.',
    language: 'en',
    style,
    before: html`<nav>${links}</nav>`,
    body: html`${problem ? html`<section><p class="problem">${problem}</p></section>` : ''}${body}`,
    status: problem ? 400 : 200,
  });
}

function faultsSection(faults: FaultBook): SafeHtml {
  const rows = faults.list().map((fault) => [text(JSON.stringify(fault))]);
  return tableSection('Faults that wait', ['Fault'], rows);
}

function tabSections(tab: Tab, { makeContext, faults }: InspectorOptions): SafeHtml {
  const { store } = makeContext();
  switch (tab) {
    case 'customers':
      return customersSection(store);
    case 'subscriptions':
      return subscriptionsSection(store);
    case 'invoices':
      return invoicesSection(store);
    case 'meters':
      return metersSection(store);
    case 'events':
      return html`${endpointsSection(store)}${eventsSection(store, 200)}`;
    case 'clocks':
      return clocksSection(store);
    case 'spoiled':
      return faultsSection(faults);
    default:
      return html`${clocksSection(store)}${customersSection(store)}${subscriptionsSection(store)}${invoicesSection(store)}${metersSection(store)}${eventsSection(store, 15)}${faultsSection(faults)}`;
  }
}

/** The moment a clock is asked to reach, in unix seconds. Months keep the day or take the last one. */
function advanceTo(clock: ApiObject, amount: number, unit: string): number {
  const from = Number(clock.frozen_time);
  if (unit !== 'months') return from + amount * (unit === 'days' ? 86_400 : 3600);
  const date = new Date(from * 1000);
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() + amount + 1, 0);
  date.setUTCDate(Math.min(day, date.getUTCDate()));
  return date.getTime() / 1000;
}

function advance(options: InspectorOptions, id: string, body: string): Reply {
  const context = options.makeContext();
  const clock = context.store.find('test_helpers.test_clock', id);
  if (!clock) return page(clocksSection(context.store), 'There is no such test clock.');
  const form = decodeForm(body);
  const amount = Math.min(36, Math.max(1, Math.trunc(Number(form.amount) || 1)));
  const frozen = String(advanceTo(clock, amount, String(form.unit)));
  try {
    const path = `/v1/test_helpers/test_clocks/${id}/advance`;
    inTransaction(context.store.database, () => callRoute(context, 'POST', path, { frozen_time: frozen }));
    return { status: 303, headers: { location: '/_emulator/clocks' }, body: '' };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return page(clocksSection(context.store), error.message);
  }
}

/**
 * Answers the pages under /_emulator/ that show what is stored. Undefined for other addresses: the JSON control
 * routes live there too.
 */
export function answerInspector(
  options: InspectorOptions,
  request: { method: string; path: string; body: string },
): Reply | undefined {
  const [, head = '', id] = /^\/_emulator\/(\w*)(?:\/([\w.-]+))?$/.exec(request.path) ?? [];
  if (request.method === 'POST') {
    return head === 'clocks' && id ? advance(options, id, request.body) : undefined;
  }
  if (request.method !== 'GET') return undefined;
  if (head === 'object' && id) {
    const { store } = options.makeContext();
    const object = findAny(store, id);
    return page(
      object ? objectSections(store, object) : html``,
      object ? undefined : 'Nothing is stored under this id.',
    );
  }
  const tab = tabs.find((one) => one === (head || 'overview'));
  const isPage = request.path === '/_emulator/' || (head !== '' && id === undefined);
  return tab && isPage ? page(tabSections(tab, options)) : undefined;
}
