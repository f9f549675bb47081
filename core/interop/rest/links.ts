/**
 * The Link header of a list (RFC 8288): first and last always, next and prev where there are any. Every other parameter
 * of the request stays as it was.
 */
export function linkHeader(
  address: string,
  query: URLSearchParams,
  page: { limit: number; offset: number; total: number },
): string {
  const { limit, offset, total } = page;
  const to = (start: number): string => {
    const parameters = new URLSearchParams(query);
    parameters.set('limit', String(limit));
    parameters.set('offset', String(start));
    return `${address}?${parameters}`;
  };
  const last = total === 0 ? 0 : Math.floor((total - 1) / limit) * limit;
  const links: [string, number][] = [
    ...(offset + limit < total ? [['next', offset + limit] as [string, number]] : []),
    ...(offset > 0 ? [['prev', Math.max(0, Math.min(offset, total) - limit)] as [string, number]] : []),
    ['first', 0],
    ['last', last],
  ];
  return links.map(([name, start]) => `<${to(start)}>; rel="${name}"`).join(', ');
}
