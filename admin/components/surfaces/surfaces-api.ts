import type { AddOnSurfaces } from '../../../marketplace/index.ts';
import type { BlocksAnswer, TabInput } from '../../../plugins/sdk/index.ts';
import { callApi } from '../call-api.ts';

export type Surfaces = { addOns: AddOnSurfaces[]; timeZone: string };

// Several places of one page ask at once; a moment later an add-on may have been switched on.
const FRESH_MS = 15_000;
let known: { at: number; surfaces: Promise<Surfaces> } | undefined;

/** The surfaces that the person may see, asked once for all places of a page. */
export function loadSurfaces(): Promise<Surfaces> {
  if (known === undefined || Date.now() - known.at > FRESH_MS) {
    const surfaces = callApi<Surfaces>('/plugin-surfaces');
    const entry = { at: Date.now(), surfaces };
    known = entry;
    surfaces.catch(() => {
      if (known === entry) known = undefined;
    });
  }
  return known.surfaces;
}

type Asked = { pluginId: string; name: string };

/** Asks a widget or a page what it shows. */
export function showSurface(
  asked: Asked & { kind: 'widget' | 'page'; query?: Record<string, string> },
): Promise<BlocksAnswer> {
  return callApi('/plugin-surfaces/show', asked);
}

/** Asks a record's tab what it shows. */
export function showTab(asked: Asked & TabInput): Promise<BlocksAnswer> {
  return callApi('/plugin-surfaces/tab', asked);
}
