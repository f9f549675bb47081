import type { AdminViewServerProps } from 'payload';
import { billingNow, bookAt, readGroup } from '../../../core/billing/index.ts';
import { isAppError } from '../../../core/kernel/index.ts';
import { poolOf, viewerOf } from '../../../core/tenancy/index.ts';
import { languageOf } from '../../components/language.ts';
import { ViewFrame } from '../../components/view-frame.tsx';
import { ViewNotice } from '../../components/view-notice.tsx';
import { GroupClient } from './group-client.tsx';
import { GROUP_TEXTS } from './texts.ts';
import '../../components/tool-kit.css';
import '../schools/schools.css';
import './groups.css';

/** /admin/groups/<id> on the console host: the schools of one owner. */
export async function GroupView(view: AdminViewServerProps) {
  const { req } = view.initPageResult;
  const language = languageOf(req.i18n.language);
  const texts = GROUP_TEXTS[language];
  const segments = view.params?.segments;
  const id = (Array.isArray(segments) ? segments.at(-1) : undefined) ?? '';
  const isStaff = viewerOf(req)?.realm === 'platform';
  const pool = poolOf(req.payload);
  const group =
    isStaff && /^[0-9a-f-]{36}$/.test(id)
      ? await readGroup(pool, id, billingNow()).catch((error: unknown) => {
          if (isAppError(error)) return undefined;
          throw error;
        })
      : undefined;
  const plans = group ? (await bookAt(pool, billingNow())).content.plans : [];
  return (
    <ViewFrame className="dft-page" title={texts.title} view={view}>
      {group ? (
        <GroupClient
          language={language}
          plans={Object.fromEntries(plans.map(({ code, name }) => [code, name[language]]))}
          start={group}
        />
      ) : (
        <ViewNotice text={isStaff ? texts.missing : texts.closed} title={texts.title} />
      )}
    </ViewFrame>
  );
}
