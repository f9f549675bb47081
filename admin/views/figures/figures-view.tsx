import type { AdminViewServerProps } from 'payload';
import { billingNow, readFigures } from '../../../core/billing/index.ts';
import { ConsolePage } from '../../components/console-page.tsx';
import { FiguresClient } from './figures-client.tsx';
import { FIGURES_TEXTS } from './texts.ts';

/** /admin/figures on the console host: revenue, its movements, and what they mean. */
export function FiguresView(view: AdminViewServerProps) {
  return (
    <ConsolePage view={view} words={FIGURES_TEXTS}>
      {async ({ pool, language }) => (
        <FiguresClient
          language={language}
          start={await readFigures(pool, {}, billingNow())}
          today={billingNow().toISOString().slice(0, 7)}
        />
      )}
    </ConsolePage>
  );
}
