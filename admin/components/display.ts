/** How the school of the page shows dates and numbers; the same on the server and in the browser. */
export type Display = {
  calendarDisplay: 'gregorian' | 'gregorian_hijri';
  digits: 'latn' | 'arab';
  weekendDays: readonly number[];
};

const DEFAULT: Display = { calendarDisplay: 'gregorian', digits: 'latn', weekendDays: [5, 6] };

type ScopeStore = { getStore: () => { kind: string; tenant?: { profile?: Partial<Display> } } | undefined };

let inBrowser: Display | undefined;

/**
 * The display of the school. On the server it is read from the scope of the request, without importing it: this file is
 * part of the browser's bundle too. In the browser it is read from what SchoolLooks wrote into the page.
 */
export function currentDisplay(): Display {
  if (typeof document !== 'undefined') {
    inBrowser ??= readPage();
    return inBrowser ?? DEFAULT;
  }
  const store = (globalThis as Record<symbol, unknown>)[Symbol.for('daftar.scope')] as ScopeStore | undefined;
  return { ...DEFAULT, ...store?.getStore()?.tenant?.profile };
}

function readPage(): Display | undefined {
  const text = document.querySelector('[data-daftar-display]')?.getAttribute('data-daftar-display');
  return text ? (JSON.parse(text) as Display) : undefined;
}

/** True for a day of the school's weekend; `date` is YYYY-MM-DD. */
export function isWeekend(date: string): boolean {
  return currentDisplay().weekendDays.includes(new Date(`${date}T00:00:00Z`).getUTCDay());
}
