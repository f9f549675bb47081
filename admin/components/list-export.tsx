'use client';

import { useListQuery, useTranslation } from '@payloadcms/ui';
import { useSearchParams } from 'next/navigation';

const WORDS = {
  en: { xlsx: 'Export as Excel', csv: 'Export as CSV' },
  ar: { xlsx: 'تصدير بصيغة Excel', csv: 'تصدير بصيغة CSV' },
} as const;

/** In the menu of a list: the list as a file, with the filter, search and order that it has now. */
export function ListExport() {
  const { collectionSlug } = useListQuery();
  const { i18n } = useTranslation();
  const current = useSearchParams();
  const words = WORDS[i18n.language === 'ar' ? 'ar' : 'en'];
  const kept = [...current].filter(([name, value]) => /^(where\[|sort$|search$)/.test(name) && value !== '');
  return (
    <>
      {(['xlsx', 'csv'] as const).map((format) => {
        const query = new URLSearchParams([
          ['collection', String(collectionSlug)],
          ['format', format],
          ...kept,
        ]);
        return (
          <a className="popup-button-list__button" download href={`/api/lists/export?${query}`} key={format}>
            {words[format]}
          </a>
        );
      })}
    </>
  );
}
