import type { AdminViewServerProps } from 'payload';
import { plainDateIn } from '../../../core/kernel/index.ts';
import { can, currentScope, grantsOf, isPlainDate, viewerOf } from '../../../core/tenancy/index.ts';
import { languageOf, ViewFrame } from '../../components/view-frame.tsx';
import { ViewNotice } from '../../components/view-notice.tsx';
import { RegisterPage } from './register-page.tsx';
import { REGISTER_TEXTS } from './texts.ts';
import type { Chosen } from './use-choice.ts';

/** /admin/register: who may read attendance gets the register, everybody else a page that says why not. */
export async function RegisterView(props: AdminViewServerProps) {
  const { req } = props.initPageResult;
  const language = languageOf(req);
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
        initial={chosenIn(props.searchParams ?? {}, today)}
        key={language}
        language={language}
        timeZone={timeZone}
        today={today}
        userId={viewer.id}
      />
    </ViewFrame>
  );
}

// What the address says, as far as it makes sense; a date after today becomes today.
function chosenIn(query: Record<string, unknown>, today: string): Chosen {
  const { kind, id, date } = query;
  const known = kind === 'classroom' || kind === 'offering' ? kind : undefined;
  const isId = typeof id === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
  return {
    ref: known && isId ? { kind: known, id } : null,
    date: isPlainDate(date) && date <= today ? date : today,
  };
}
