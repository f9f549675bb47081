import { html, type SafeHtml } from '../../emulator-kit/index.ts';
import type { ApiObject, JsonValue, Store } from '../core/store.ts';

export const text = (value: unknown): SafeHtml => html`<span dir="auto">${String(value ?? '')}</span>`;
export const tag = (value: unknown): SafeHtml => html`<span class="tag">${String(value ?? '')}</span>`;

/** Unix seconds as a UTC time; nothing for null. */
export function time(seconds: unknown): SafeHtml {
  if (typeof seconds !== 'number') return html``;
  return html`<time>${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')}</time>`;
}

/** Minor units with the currency behind them. */
export function money(amount: unknown, currency: unknown): SafeHtml {
  const value = Number(amount ?? 0);
  const code = String(currency ?? 'usd').toUpperCase();
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions();
  const exponent = digits.maximumFractionDigits ?? 2;
  const shown = (value / 10 ** exponent).toLocaleString('en', { minimumFractionDigits: exponent });
  return html`${shown} ${code}`;
}

/** The stored object with this id, whatever its kind. */
export function findAny(store: Store, id: string): ApiObject | undefined {
  const row = store.database.prepare('SELECT json FROM objects WHERE id = ?').get(id);
  return row && (JSON.parse(String(row.json)) as ApiObject);
}

/** An id that leads to its object; plain when nothing is stored under it. */
export function link(store: Store, id: unknown, label?: unknown): SafeHtml {
  if (typeof id !== 'string' || id === '') return html``;
  const shown = label ? text(label) : html`<code>${id}</code>`;
  return findAny(store, id) ? html`<a href="/_emulator/object/${id}">${shown}</a>` : shown;
}

/** A customer by name, leading to the customer. */
export function customerLink(store: Store, id: unknown): SafeHtml {
  const customer = typeof id === 'string' ? store.find('customer', id) : undefined;
  return link(store, id, customer?.name ?? customer?.email ?? id);
}

const idPattern = /^[a-z]{2,10}(?:_test)?_\w{8,}$/;

/** A value as indented text in which every known id is a link. Long texts are cut. */
export function valueTree(store: Store, value: JsonValue, depth = 0): SafeHtml {
  const pad = '  '.repeat(depth + 1);
  if (Array.isArray(value)) {
    if (value.length === 0) return html`[]`;
    const rows = value.map((one) => html`${pad}${valueTree(store, one, depth + 1)}\n`);
    return html`[\n${rows}${'  '.repeat(depth)}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    if (entries.length === 0) return html`{}`;
    const rows = entries.map(
      ([key, one]) => html`${pad}<b>${key}</b>: ${valueTree(store, one, depth + 1)}\n`,
    );
    return html`{\n${rows}${'  '.repeat(depth)}}`;
  }
  if (typeof value === 'string' && idPattern.test(value)) return link(store, value);
  if (typeof value === 'string') return html`${value.length > 200 ? `${value.slice(0, 200)}…` : value}`;
  return html`${String(value)}`;
}
