'use client';

import { useDocumentInfo } from '@payloadcms/ui';
import type { ActionTarget } from '../blocks/block-host.ts';
import { ActionRow, actionsOn } from './action-row.tsx';
import { useSurfaces } from './use-surfaces.ts';

/** Beside the buttons of a record: the actions of add-ons on it. */
export function RecordActions() {
  const { id, collectionSlug } = useDocumentInfo();
  const { surfaces, language } = useSurfaces();
  const found = actionsOn(surfaces, 'record', collectionSlug);
  if (surfaces === undefined || id === undefined || found.length === 0) return null;
  const target = { collection: collectionSlug as ActionTarget['collection'], recordIds: [String(id)] };
  return (
    <div className="surface-actions" data-testid="record-actions">
      <ActionRow found={found} timeZone={surfaces.timeZone} {...{ language, target }} />
    </div>
  );
}
