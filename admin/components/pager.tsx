'use client';

import { Button } from '@payloadcms/ui';
import type { Language } from '../../core/kernel/index.ts';
import { fill, formatNumber } from './format.ts';

const TEXTS = {
  en: { label: 'Pages', previous: 'Previous', next: 'Next', page: 'Page {page} of {pages}' },
  ar: { label: 'الصفحات', previous: 'السابق', next: 'التالي', page: 'الصفحة {page} من {pages}' },
};

type PagerProps = { page: number; pages: number; language: Language; onPage: (page: number) => void };

/** Leads through a list of several pages; nothing for a list of one. */
export function Pager({ page, pages, language, onPage }: PagerProps) {
  const texts = TEXTS[language];
  if (pages <= 1) return null;
  const step = (to: number, label: string, testId: string) => (
    <Button
      buttonStyle="secondary"
      disabled={to < 1 || to > pages}
      extraButtonProps={{ 'data-testid': testId }}
      margin={false}
      onClick={() => onPage(to)}
      size="small"
    >
      {label}
    </Button>
  );
  return (
    <nav aria-label={texts.label} className="dft-row" data-testid="pager">
      {step(page - 1, texts.previous, 'pager-previous')}
      <span aria-live="polite">
        {fill(texts.page, { page: formatNumber(page, language), pages: formatNumber(pages, language) })}
      </span>
      {step(page + 1, texts.next, 'pager-next')}
    </nav>
  );
}
