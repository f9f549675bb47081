'use client';

import { useDocumentInfo } from '@payloadcms/ui';
import { useCallback, useMemo } from 'react';
import type { AddOnSurfaces } from '../../../marketplace/index.ts';
import type { TabInput } from '../../../plugins/sdk/index.ts';
import type { Language } from '../language.ts';
import { SurfaceCard } from './surface-card.tsx';
import { showTab } from './surfaces-api.ts';
import { useSurfaces } from './use-surfaces.ts';

/** Below the fields of a record: a card for each tab that an add-on puts on records of this collection. */
export function RecordCards() {
  const { id, collectionSlug } = useDocumentInfo();
  const { surfaces, language } = useSurfaces();
  const tabs =
    surfaces?.addOns.flatMap((addOn) =>
      addOn.tabs.filter(({ collection }) => collection === collectionSlug).map((tab) => ({ addOn, tab })),
    ) ?? [];
  if (surfaces === undefined || id === undefined || tabs.length === 0) return null;
  return (
    <div className="surface-cards" data-testid="add-on-tabs">
      {tabs.map(({ addOn, tab }) => (
        <RecordCard
          key={`${addOn.pluginId} ${tab.name} ${id}`}
          recordId={String(id)}
          timeZone={surfaces.timeZone}
          {...{ addOn, tab, language }}
        />
      ))}
    </div>
  );
}

type RecordCardProps = {
  addOn: AddOnSurfaces;
  tab: AddOnSurfaces['tabs'][number];
  recordId: TabInput['recordId'];
  language: Language;
  timeZone: string;
};

function RecordCard({ addOn, tab, recordId, language, timeZone }: RecordCardProps) {
  const { pluginId } = addOn;
  const { name, title, collection } = tab;
  const load = useCallback(
    () => showTab({ pluginId, name, collection, recordId }),
    [pluginId, name, collection, recordId],
  );
  const target = useMemo(() => ({ collection, recordIds: [recordId] }), [collection, recordId]);
  return <SurfaceCard testId={`tab-${name}`} {...{ addOn, language, load, target, timeZone, title }} />;
}
