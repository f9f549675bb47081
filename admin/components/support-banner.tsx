import type { ServerProps } from 'payload';
import { currentScope, viewerOf } from '../../core/tenancy/index.ts';
import { SUPPORT_TEXTS } from '../views/support/texts.ts';
import { fill } from './format.ts';
import { languageOf } from './language.ts';
import { SupportBannerEnd } from './support-banner-end.tsx';
import './support-banner.css';

type SupportFacts = { reason?: string; ticket?: string; expiresAt?: string; mayWrite: boolean };

/** Above every page of a session of support: who is here, why, how long, in both languages, and the way out. */
export function SupportBanner({ i18n, user }: ServerProps) {
  const viewer = viewerOf({ user: user ?? null }) as
    | { displayName?: string; support?: SupportFacts }
    | undefined;
  const scope = currentScope();
  if (!viewer?.support || scope?.kind !== 'tenant') return null;
  const { reason = '', ticket = '', expiresAt = '', mayWrite } = viewer.support;
  const language = languageOf(i18n?.language);
  const lines = (['en', 'ar'] as const).map((code) => {
    const { banner } = SUPPORT_TEXTS[code];
    const school = code === 'ar' ? (scope.tenant.nameAr ?? scope.tenant.name) : scope.tenant.name;
    return {
      code,
      title: fill(banner.title, { school }),
      text: fill(mayWrite ? banner.write : banner.who, { staff: viewer.displayName ?? '' }),
    };
  });
  const { banner } = SUPPORT_TEXTS[language];
  return (
    <aside className="support-banner" data-testid="support-banner">
      <div className="support-banner__texts">
        {lines.map(({ code, title, text }) => (
          <p dir={code === 'ar' ? 'rtl' : 'ltr'} key={code} lang={code}>
            <strong>{title}</strong> {text}
          </p>
        ))}
        <p>
          <bdi>{fill(banner.why, { reason, ticket })}</bdi>
        </p>
      </div>
      <SupportBannerEnd expiresAt={expiresAt} label={banner.end} left={banner.left} />
    </aside>
  );
}
