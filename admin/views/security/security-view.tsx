import type { AdminViewServerProps } from 'payload';
import { currentScope } from '../../../core/tenancy/index.ts';
import { languageOf } from '../../components/language.ts';
import { ViewFrame } from '../../components/view-frame.tsx';
import { SecurityClient } from './security-client.tsx';
import { SECURITY_TEXTS } from './texts.ts';
import '../../components/tool-kit.css';
import '../sign-in/sign-in.css';
import './security.css';

/** /admin/security: a person's own devices, second factor and password. */
export function SecurityView(view: AdminViewServerProps) {
  const language = languageOf(view.initPageResult.req.i18n.language);
  const texts = SECURITY_TEXTS[language];
  const scope = currentScope();
  return (
    <ViewFrame className="dft-page" title={texts.title} view={view}>
      <header className="dft-page__header">
        <h1>{texts.title}</h1>
        <p className="dft-muted">{texts.lead}</p>
      </header>
      <SecurityClient
        language={language}
        timeZone={scope?.kind === 'tenant' ? scope.tenant.timeZone : 'Asia/Qatar'}
      />
    </ViewFrame>
  );
}
