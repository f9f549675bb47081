import type { AdminViewServerProps } from 'payload';
import type { ReactNode } from 'react';
import { can, currentScope, type TenantInfo, viewerOf } from '../../core/tenancy/index.ts';
import { type Language, languageOf } from './language.ts';
import { ViewFrame } from './view-frame.tsx';
import './tool-kit.css';

const DENIED = {
  en: {
    school: 'This page belongs to a school. Open it at the address of a school.',
    title: 'Your role does not include this page',
    permission:
      'It needs the permission {permission}. Ask an administrator of your school to add it to your role.',
  },
  ar: {
    school: 'هذه الصفحة خاصة بالمدارس. افتحها من عنوان المدرسة.',
    title: 'دورك لا يشمل هذه الصفحة',
    permission: 'يلزم لها الإذن {permission}. اطلب من مدير النظام في مدرستك إضافته إلى دورك.',
  },
} as const;

/** What a page knows before it shows anything: language, school, and whether the person may see it. */
export type ToolAccess = {
  language: Language;
  /** Undefined on the hosts of the platform. */
  tenant: TenantInfo | undefined;
  permission: string;
  allowed: boolean;
};

/**
 * Finds out whether the person may see the page; the frame sends people without a session to the login. With `staff` the
 * page is open on the console too.
 */
export async function openTool(
  { initPageResult: { req } }: AdminViewServerProps,
  permission: string,
  { staff = false }: { staff?: boolean } = {},
): Promise<ToolAccess> {
  const scope = currentScope();
  const tenant = scope?.kind === 'tenant' ? scope.tenant : undefined;
  const allowed =
    tenant === undefined ? staff && viewerOf(req)?.realm === 'platform' : await can(req, permission);
  return { language: languageOf(req.i18n.language), tenant, permission, allowed };
}

type ToolPageProps = {
  view: AdminViewServerProps;
  access: ToolAccess;
  title: string;
  lead: string;
  children: ReactNode;
};

/** The frame of a tool page: the panel around it, title, one sentence, and the page or the reason why not. */
export function ToolPage({ view, access, title, lead, children }: ToolPageProps) {
  return (
    <ViewFrame className="dft-page" title={title} view={view}>
      <header className="dft-page__header">
        <h1>{title}</h1>
        <p className="dft-muted">{lead}</p>
      </header>
      {access.allowed ? children : <Denied access={access} />}
    </ViewFrame>
  );
}

function Denied({ access }: { access: ToolAccess }) {
  const texts = DENIED[access.language];
  const [before, after] = texts.permission.split('{permission}');
  return (
    <div className="dft-notice dft-notice--warning" role="alert">
      <strong>{access.tenant ? texts.title : texts.school}</strong>
      {access.tenant && (
        <p>
          {before}
          <code dir="ltr">{access.permission}</code>
          {after}
        </p>
      )}
    </div>
  );
}
