import type { AdminViewServerProps } from 'payload';
import { poolOf, viewerOf } from '../../../core/tenancy/index.ts';
import { listReleases } from '../../../marketplace/index.ts';
import { languageOf } from '../../components/language.ts';
import { ViewFrame } from '../../components/view-frame.tsx';
import { ViewNotice } from '../../components/view-notice.tsx';
import { ReleasesClient } from './releases-client.tsx';
import { RELEASES_TEXTS } from './texts.ts';
import '../../components/tool-kit.css';

/** /admin/releases on the console host: versions, rollouts and the ledger of releases. */
export async function ReleasesView(view: AdminViewServerProps) {
  const { req } = view.initPageResult;
  const language = languageOf(req.i18n.language);
  const texts = RELEASES_TEXTS[language];
  const isStaff = viewerOf(req)?.realm === 'platform';
  return (
    <ViewFrame className="dft-page" title={texts.title} view={view}>
      {isStaff ? (
        <>
          <header className="dft-page__header">
            <h1>{texts.title}</h1>
            <p className="dft-muted">{texts.lead}</p>
          </header>
          <ReleasesClient language={language} start={await listReleases(poolOf(req.payload))} />
        </>
      ) : (
        <ViewNotice text={texts.closed} title={texts.title} />
      )}
    </ViewFrame>
  );
}
