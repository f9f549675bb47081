import { randomBytes } from 'node:crypto';
import { html, rawHtml, type SafeHtml } from './html.ts';
import type { Reply } from './http.ts';

const baseStyle = `
:root { color-scheme: light dark; --ink: #17202a; --soft: #5c6975; --line: #dde3e8; --ground: #f5f7f8; --card: #fff; --mark: #0b6e5f; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8edf0; --soft: #9aa8b3; --line: #2c373f; --ground: #12181c; --card: #1a2228; --mark: #4fc4b0; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
header { padding: 1.25rem 1.5rem; border-block-end: 1px solid var(--line); background: var(--card); }
h1 { margin: 0; font-size: 1.2rem; } h2 { font-size: 1rem; margin: 0 0 .6rem; }
header p { margin: .15rem 0 0; color: var(--soft); }
main { padding: 1.5rem; max-inline-size: 75rem; margin-inline: auto; display: grid; gap: 1.25rem; }
section { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem 1.1rem; overflow-x: auto; }
table { border-collapse: collapse; inline-size: 100%; } th, td { text-align: start; padding: .35rem .9rem .35rem 0; border-block-end: 1px solid var(--line); vertical-align: top; }
th { color: var(--soft); font-weight: 500; font-size: .85rem; } td.number, th.number { text-align: end; font-variant-numeric: tabular-nums; }
tr:last-child td { border-block-end: 0; } code { font: .85em ui-monospace, monospace; overflow-wrap: anywhere; }
.empty { color: var(--soft); margin: 0; } .tag { border: 1px solid var(--line); border-radius: 1rem; padding: 0 .55rem; font-size: .8rem; }
`;

// Replaces only #live, so the scroll position, the chosen tab and a text selection stay as they were. The new part is
// cut out as text: parsing the whole answer would meet its style element, whose nonce this page's policy refuses.
const refreshScript = `
const live = document.getElementById('live');
let shown = '';
const refresh = async () => {
  try {
    const text = await (await fetch(location.href, { cache: 'no-store' })).text();
    const start = text.indexOf('<main id="live">');
    const next = text.slice(start + 16, text.indexOf('</main>', start));
    if (start > 0 && next !== shown && String(getSelection() ?? '') === '') {
      live.innerHTML = next;
      shown = next;
    }
  } catch { /* The emulator is restarting; the next round tries again. */ }
  setTimeout(refresh, 2000);
};
refresh();
`;

export type PageOptions = {
  title: string;
  subtitle: string;
  style?: string;
  before?: SafeHtml;
  live: SafeHtml;
};

export type PlainPageOptions = {
  title: string;
  subtitle: string;
  language: 'en' | 'ar';
  style?: string;
  before?: SafeHtml;
  body: SafeHtml;
  status?: number;
};

/**
 * A whole page without a script, with plain forms. They may lead anywhere, because a payment page ends at an address
 * of the shop; nothing is loaded from elsewhere. Arabic pages read from right to left.
 */
export function plainPageReply(options: PlainPageOptions): Reply {
  const nonce = randomBytes(16).toString('base64');
  const direction = options.language === 'ar' ? 'rtl' : 'ltr';
  const page = html`<!doctype html>
<html lang="${options.language}" dir="${direction}">
${headOf(options.title, options.style, nonce)}
<body>
<header><h1>${options.title}</h1><p>${options.subtitle}</p></header>
${options.before ?? ''}
<main>${options.body}</main>
</body>
</html>
`;
  const policy = `default-src 'none'; img-src data:; style-src 'nonce-${nonce}'; base-uri 'none'; frame-ancestors 'none'`;
  return { status: options.status ?? 200, headers: pageHeaders(policy), body: page.safe };
}

function headOf(title: string, style: string | undefined, nonce: string): SafeHtml {
  return html`<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">${rawHtml(baseStyle + (style ?? ''))}</style>
</head>`;
}

function pageHeaders(policy: string): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  };
}

/**
 * A whole page that refreshes its live part every two seconds.
 * The content security policy allows only this page's own style and script; nothing is loaded from elsewhere.
 */
export function pageReply(options: PageOptions): Reply {
  const nonce = randomBytes(16).toString('base64');
  const page = html`<!doctype html>
<html lang="en">
${headOf(options.title, options.style, nonce)}
<body>
<header><h1>${options.title}</h1><p>${options.subtitle}</p></header>
${options.before ?? ''}
<main id="live">${options.live}</main>
<script nonce="${nonce}">${rawHtml(refreshScript)}</script>
</body>
</html>
`;
  return {
    status: 200,
    headers: pageHeaders(
      `default-src 'none'; img-src data:; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    ),
    body: page.safe,
  };
}

/** A table with a heading, or a short line when there are no rows. Headings starting with '#' are numbers. */
export function tableSection(
  title: string,
  headings: readonly string[],
  rows: ReadonlyArray<readonly SafeHtml[]>,
): SafeHtml {
  if (rows.length === 0) return html`<section><h2>${title}</h2><p class="empty">None yet.</p></section>`;
  const isNumber = headings.map((heading) => heading.startsWith('#'));
  const cell = (column: number) => (isNumber[column] ? 'number' : 'text');
  return html`<section><h2>${title}</h2><table><thead><tr>${headings.map(
    (heading, column) => html`<th class="${cell(column)}">${heading.replace(/^#/, '')}</th>`,
  )}</tr></thead><tbody>${rows.map(
    (row) => html`<tr>${row.map((value, column) => html`<td class="${cell(column)}">${value}</td>`)}</tr>`,
  )}</tbody></table></section>`;
}
