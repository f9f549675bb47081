/** Where to go after signing in: a page of the panel, whatever the address bar asks for. */
export function safeRedirect(wanted: unknown): string {
  if (typeof wanted !== 'string' || !wanted.startsWith('/admin') || /[\\\s]/.test(wanted)) return '/admin';
  const base = 'https://here.invalid';
  const url = URL.canParse(wanted, base) ? new URL(wanted, base) : undefined;
  const isPanel = url?.pathname === '/admin' || url?.pathname.startsWith('/admin/');
  if (url?.origin !== base || !isPanel || url.pathname.startsWith('/admin/log')) return '/admin';
  return `${url.pathname}${url.search}`;
}
