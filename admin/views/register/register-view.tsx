import type { AdminViewServerProps } from 'payload';
import { plainDateIn } from '../../../core/kernel/index.ts';
import { can, currentScope, grantsOf, viewerOf } from '../../../core/tenancy/index.ts';
import { languageOf } from '../../components/language.ts';
import { ViewFrame } from '../../components/view-frame.tsx';
import { ViewNotice } from '../../components/view-notice.tsx';
import { RegisterPage } from './register-page.tsx';
import { REGISTER_TEXTS } from './texts.ts';

/** /admin/register: who may read attendance gets the register, everybody else a page that says why not. */
export async function RegisterView(props: AdminViewServerProps) {
  const { req } = props.initPageResult;
  const language = languageOf(req.i18n.language);
  const texts = REGISTER_TEXTS[language];
  const viewer = viewerOf(req);
  const scope = currentScope();
  const allowed = scope?.kind === 'tenant' && viewer && (await can(req, 'attendance.read'));
  if (!allowed) {
    return (
      <ViewFrame title={texts.title} view={props}>
        <ViewNotice back={texts.back} text={texts.forbiddenText} title={texts.forbiddenTitle} />
      </ViewFrame>
    );
  }
  const { rowScope } = await grantsOf(req);
  if (rowScope === 'own_children' || rowScope === 'self') {
    return (
      <ViewFrame title={texts.title} view={props}>
        <ViewNotice back={texts.back} text={texts.familyText} title={texts.familyTitle} />
      </ViewFrame>
    );
  }
  const { timeZone } = scope.tenant;
  const today = plainDateIn(timeZone, Date.now());
  return (
    <ViewFrame title={texts.title} view={props}>
      <RegisterPage
        canWrite={await can(req, 'attendance.write')}
        key={language}
        language={language}
        timeZone={timeZone}
        today={today}
        userId={viewer.id}
      />
    </ViewFrame>
  );
}
