'use client';

import { useTranslation } from '@payloadcms/ui';
import { useEffect, useState } from 'react';
import { type Language, languageOf } from '../language.ts';
import { loadSurfaces, type Surfaces } from './surfaces-api.ts';

/**
 * What add-ons show in the panel, and the language of the page; undefined while it is not known. A place for add-ons on a
 * page of the product stays empty when they cannot be asked: the page itself is not theirs.
 */
export function useSurfaces(): { surfaces: Surfaces | undefined; language: Language } {
  const { i18n } = useTranslation();
  const [surfaces, setSurfaces] = useState<Surfaces>();
  useEffect(() => {
    let isWanted = true;
    loadSurfaces().then(
      (loaded) => {
        if (isWanted) setSurfaces(loaded);
      },
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, []);
  return { surfaces, language: languageOf(i18n.language) };
}
