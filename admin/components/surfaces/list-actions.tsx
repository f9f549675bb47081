'use client';

import { useListDrawerContext, useSelection } from '@payloadcms/ui';
import { useEffect, useState } from 'react';
import type { ActionTarget } from '../blocks/block-host.ts';
import { BLOCK_TEXTS } from '../blocks/texts.ts';
import { callApi } from '../call-api.ts';
import { counted, fill, formatNumber } from '../format.ts';
import { ActionRow, actionsOn } from './action-row.tsx';
import { useSurfaces } from './use-surfaces.ts';
import '../tool-kit.css';

/** As many as the server takes for one action. */
const MOST = 200;

/** Above the rows of a list: the actions of add-ons on the rows that are chosen. */
export function ListActions({ collectionSlug }: { collectionSlug: string }) {
  const { surfaces, language } = useSurfaces();
  const { count } = useSelection();
  const { isInDrawer } = useListDrawerContext();
  const recordIds = useChosenIds(collectionSlug);
  const found = actionsOn(surfaces, 'list', collectionSlug);
  // In a drawer the list is there to choose a record for something else.
  if (surfaces === undefined || found.length === 0 || isInDrawer) return null;
  const texts = BLOCK_TEXTS[language];
  const isTooMany = count > MOST;
  const target = { collection: collectionSlug as ActionTarget['collection'], recordIds };
  return (
    <section
      aria-label={texts.actions}
      className="surface-actions surface-actions--list"
      data-testid="list-actions"
    >
      <ActionRow
        disabled={recordIds.length === 0 || isTooMany}
        found={found}
        timeZone={surfaces.timeZone}
        {...{ language, target }}
      />
      <span aria-live="polite" className="dft-muted">
        {isTooMany
          ? fill(texts.tooMany, { limit: formatNumber(MOST, language) })
          : count === 0
            ? texts.chooseFirst
            : counted(texts.chosen, count, language)}
      </span>
    </section>
  );
}

/** The ids of the chosen rows; where all pages are chosen, the server is asked for those the list does not show. */
function useChosenIds(collectionSlug: string): string[] {
  const { count, selectAll, selectedIDs, getQueryParams } = useSelection();
  const isEverything = String(selectAll) === 'allAvailable' && count <= MOST;
  const query = isEverything ? getQueryParams() : '';
  const [everything, setEverything] = useState<{ query: string; ids: string[] }>();
  useEffect(() => {
    if (query === '') return;
    let isWanted = true;
    callApi<{ docs: { id: string }[] }>(
      `/${collectionSlug}${query}&limit=${MOST}&depth=0&select[id]=true`,
    ).then(
      ({ docs }) => isWanted && setEverything({ query, ids: docs.map(({ id }) => id) }),
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [collectionSlug, query]);
  if (isEverything) return everything?.query === query ? everything.ids : [];
  return selectedIDs.map(String);
}
