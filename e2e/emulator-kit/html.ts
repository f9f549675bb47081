/** Text that is already safe to put into a page. Only `html` and `rawHtml` make it. */
export type SafeHtml = { readonly safe: string };

export type HtmlValue = SafeHtml | string | number | null | undefined | readonly HtmlValue[];

/** Escapes text for element content and for quoted attribute values. */
export function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** Marks our own constant text as safe. Never pass anything that came from a request. */
export function rawHtml(text: string): SafeHtml {
  return { safe: text };
}

/** Template tag: every inserted value is escaped unless it is SafeHtml; arrays are joined, null is left out. */
export function html(parts: TemplateStringsArray, ...values: HtmlValue[]): SafeHtml {
  let text = parts[0] ?? '';
  values.forEach((value, index) => {
    text += render(value) + (parts[index + 1] ?? '');
  });
  return { safe: text };
}

function render(value: HtmlValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  if ('safe' in value) return value.safe;
  return value.map(render).join('');
}
