import type { AdminViewServerProps } from 'payload';
import { billingNow, bookAt, readGroup } from '../../../core/billing/index.ts';
import { ConsolePage, isId } from '../../components/console-page.tsx';
import { GroupClient } from './group-client.tsx';
import { GROUP_TEXTS } from './texts.ts';
import '../schools/schools.css';
import './groups.css';

/** /admin/groups/<id> on the console host: the schools of one owner. */
export function GroupView(view: AdminViewServerProps) {
  return (
    <ConsolePage missing={({ missing }) => missing} view={view} words={GROUP_TEXTS}>
      {async ({ pool, language, id }) => {
        if (!isId(id)) return undefined;
        const { plans } = (await bookAt(pool, billingNow())).content;
        return (
          <GroupClient
            language={language}
            plans={Object.fromEntries(plans.map(({ code, name }) => [code, name[language]]))}
            start={await readGroup(pool, id, billingNow())}
          />
        );
      }}
    </ConsolePage>
  );
}
