import { expect, it } from 'vitest';
import { html } from './html.ts';

it('should escape every value, in text, attributes and lists, and nothing twice', () => {
  const hostile = `"><script>alert('x')</script>`;
  const escaped = '&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;';
  const page = html`<a title="${hostile}">${[hostile, html`<b>${hostile}</b>`]}${null}${7}</a>`;
  expect(page.safe).toBe(`<a title="${escaped}">${escaped}<b>${escaped}</b>7</a>`);
});
