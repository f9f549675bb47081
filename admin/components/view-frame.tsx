import { DefaultTemplate } from '@payloadcms/next/templates';
import { Gutter, HydrateAuthProvider, SetStepNav } from '@payloadcms/ui';
import { redirect } from 'next/navigation.js';
import type { AdminViewServerProps, PayloadRequest } from 'payload';
import type { ReactNode } from 'react';
import { isLanguage, type Language } from '../../core/kernel/index.ts';

/** The language of the panel for this request; what the product does not speak becomes English. */
export function languageOf(req: Pick<PayloadRequest, 'i18n'>): Language {
  return isLanguage(req.i18n.language) ? req.i18n.language : 'en';
}

type ViewFrameProps = { view: AdminViewServerProps; title: string; children: ReactNode };

/** The frame of our own pages: navigation, breadcrumb and margins; without a session the sign-in page. */
export function ViewFrame({ view, title, children }: ViewFrameProps) {
  const { req, visibleEntities, permissions, locale } = view.initPageResult;
  if (!req.user) {
    const { pathname, search } = new URL(req.url ?? '/admin', 'http://panel');
    redirect(`/admin/login?redirect=${encodeURIComponent(pathname + search)}`);
  }
  return (
    <DefaultTemplate
      i18n={req.i18n}
      locale={locale}
      params={view.params}
      payload={req.payload}
      permissions={permissions}
      req={req}
      searchParams={view.searchParams}
      user={req.user}
      visibleEntities={{ collections: visibleEntities.collections, globals: visibleEntities.globals }}
    >
      <HydrateAuthProvider permissions={permissions} />
      <SetStepNav nav={[{ label: title }]} />
      <Gutter className="daftar-view">{children}</Gutter>
    </DefaultTemplate>
  );
}
