import { DefaultTemplate } from '@payloadcms/next/templates';
import { Gutter, HydrateAuthProvider, SetStepNav } from '@payloadcms/ui';
import { redirect } from 'next/navigation.js';
import type { AdminViewServerProps } from 'payload';
import type { ReactNode } from 'react';

type ViewFrameProps = { view: AdminViewServerProps; title: string; className?: string; children: ReactNode };

/** The frame of our own pages: navigation, breadcrumb and margins; without a session the sign-in page. */
export function ViewFrame({ view, title, className = 'daftar-view', children }: ViewFrameProps) {
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
      viewActions={req.payload.config.admin.components?.actions ?? []}
      visibleEntities={{ collections: visibleEntities.collections, globals: visibleEntities.globals }}
    >
      <HydrateAuthProvider permissions={permissions} />
      <SetStepNav nav={[{ label: title }]} />
      <Gutter className={className}>{children}</Gutter>
    </DefaultTemplate>
  );
}
