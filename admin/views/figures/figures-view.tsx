import type { AdminViewServerProps } from 'payload';
import { billingNow, readFigures } from '../../../core/billing/index.ts';
import { poolOf, viewerOf } from '../../../core/tenancy/index.ts';
import { languageOf } from '../../components/language.ts';
import { ViewFrame } from '../../components/view-frame.tsx';
import { ViewNotice } from '../../components/view-notice.tsx';
import { FiguresClient } from './figures-client.tsx';
import { FIGURES_TEXTS } from './texts.ts';
import '../../components/tool-kit.css';

/** /admin/figures on the console host: revenue, its movements, and what they mean. */
export async function FiguresView(view: AdminViewServerProps) {
  const { req } = view.initPageResult;
  const language = languageOf(req.i18n.language);
  const texts = FIGURES_TEXTS[language];
  const isStaff = viewerOf(req)?.realm === 'platform';
  return (
    <ViewFrame className="dft-page" title={texts.title} view={view}>
      {isStaff ? (
        <>
          <header className="dft-page__header">
            <h1>{texts.title}</h1>
            <p className="dft-muted">{texts.lead}</p>
          </header>
          <FiguresClient
            language={language}
            start={await readFigures(poolOf(req.payload), {}, billingNow())}
            today={billingNow().toISOString().slice(0, 7)}
          />
        </>
      ) : (
        <ViewNotice text={texts.closed} title={texts.title} />
      )}
    </ViewFrame>
  );
}
