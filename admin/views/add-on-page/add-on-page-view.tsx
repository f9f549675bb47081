import type { AdminViewServerProps } from 'payload';
import { requireTenant, viewerOf } from '../../../core/tenancy/index.ts';
import { listSurfaces } from '../../../marketplace/index.ts';
import { languageOf } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import { ViewFrame } from '../../components/view-frame.tsx';
import { ViewNotice } from '../../components/view-notice.tsx';
import { AddOnPage } from './add-on-page.tsx';
import { ADD_ON_PAGE_TEXTS } from './texts.ts';
import '../../components/tool-kit.css';

/** /admin/add-ons/<plugin>/<page>: a page made of what an add-on answers. */
export async function AddOnPageView(view: AdminViewServerProps) {
  const { req } = view.initPageResult;
  const language = languageOf(req.i18n.language);
  const texts = ADD_ON_PAGE_TEXTS[language];
  const segments = view.params?.segments;
  const [pluginId, name] = Array.isArray(segments) ? segments.slice(-2) : [];
  const isAtSchool = viewerOf(req)?.realm === 'school';
  const addOn = isAtSchool
    ? (await listSurfaces(req)).find((candidate) => candidate.pluginId === pluginId)
    : undefined;
  const page = addOn?.pages.find((candidate) => candidate.name === name);
  const title = page?.title[language] ?? texts.title;
  return (
    <ViewFrame className="dft-page" title={title} view={view}>
      {addOn && page ? (
        <>
          <header className="dft-page__header">
            <h1>{title}</h1>
            <p className="dft-muted">
              <Phrase text={texts.from} values={{ name: addOn.name[language] }} />
            </p>
          </header>
          <AddOnPage
            addOn={addOn}
            key={`${addOn.pluginId} ${page.name}`}
            language={language}
            name={page.name}
            timeZone={requireTenant().timeZone}
          />
        </>
      ) : (
        <ViewNotice back={texts.back} text={texts.unknown} title={texts.title} />
      )}
    </ViewFrame>
  );
}
