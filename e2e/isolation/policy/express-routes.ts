import express from 'express';

const METHODS = ['use', 'all', 'get', 'post', 'put', 'patch', 'delete'] as const;
type Recorded = Record<string, (...args: unknown[]) => unknown>;

/**
 * Notes what is mounted where while an application is made: Express keeps the handlers of `use` and forgets their
 * paths. Start it before the application is made and call the result after.
 */
export function recordRoutes(): () => string[] {
  const application = express.application as unknown as Recorded;
  const originals = METHODS.map((method) => [method, application[method]] as const);
  const routes = new Set<string>();
  for (const [method, original] of originals) {
    application[method] = function mount(this: unknown, ...args: unknown[]) {
      for (const at of [args[0]].flat())
        if (args.length > 1 && (typeof at === 'string' || at instanceof RegExp))
          routes.add(`${method === 'use' || method === 'all' ? 'ANY' : method.toUpperCase()} ${at}`);
      return original?.apply(this, args);
    };
  }
  return () => {
    for (const [method, original] of originals) if (original) application[method] = original;
    return [...routes].sort();
  };
}
