import type { FindRoute, Route } from './route.ts';

/** Finds the route for a method and a path; undefined when there is none. Fixed parts win over :name parts. */
export function createRouter(routes: readonly Route[]): FindRoute {
  const compiled = routes.map((route) => ({ route, parts: route.path.split('/') }));
  // Sorted once so that /v1/prices/search, when it comes, is not taken for a price id.
  compiled.sort((first, second) => countNames(first.parts) - countNames(second.parts));
  return (method, path) => {
    const asked = path.split('/');
    for (const { route, parts } of compiled) {
      if (route.method !== method || parts.length !== asked.length) continue;
      const named = matchParts(parts, asked);
      if (named) return { route, path: named };
    }
    return undefined;
  };
}

function countNames(parts: readonly string[]): number {
  return parts.filter((part) => part.startsWith(':')).length;
}

function matchParts(parts: readonly string[], asked: readonly string[]): Record<string, string> | undefined {
  const named: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const text = asked[index] ?? '';
    if (part.startsWith(':') && text !== '') named[part.slice(1)] = safeDecode(text);
    else if (part !== text) return undefined;
  }
  return named;
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
