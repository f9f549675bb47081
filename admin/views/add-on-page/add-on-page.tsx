'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback } from 'react';
import type { AddOnSurfaces } from '../../../marketplace/index.ts';
import type { Language } from '../../components/language.ts';
import { Surface } from '../../components/surfaces/surface.tsx';
import { showSurface } from '../../components/surfaces/surfaces-api.ts';

type Props = { addOn: AddOnSurfaces; name: string; language: Language; timeZone: string };

/** The inside of an add-on's page; the plugin is told the query of the address. */
export function AddOnPage({ addOn, name, language, timeZone }: Props) {
  const { pluginId } = addOn;
  const query = useSearchParams().toString();
  const load = useCallback(
    () =>
      showSurface({ kind: 'page', pluginId, name, query: Object.fromEntries(new URLSearchParams(query)) }),
    [pluginId, name, query],
  );
  return (
    <div data-testid={`page-${name}`}>
      <Surface {...{ addOn, language, load, timeZone }} />
    </div>
  );
}
