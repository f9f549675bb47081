import type { AdminViewServerProps, PayloadRequest } from 'payload';
import { billingNow } from '../../../core/billing/index.ts';
import { isAppError } from '../../../core/kernel/index.ts';
import { asSystem, poolOf, viewerOf } from '../../../core/tenancy/index.ts';
import { readStatement, requirePublisher, type Statement } from '../../../marketplace/index.ts';
import { languageOf } from '../../components/language.ts';
import { ViewFrame } from '../../components/view-frame.tsx';
import { ViewNotice } from '../../components/view-notice.tsx';
import { StatementClient } from './statement-client.tsx';
import { STATEMENT_TEXTS } from './texts.ts';
import '../../components/tool-kit.css';

/** /admin/statement on the partners' host: what a publisher has earned in a month. */
export async function StatementView(view: AdminViewServerProps) {
  const { req } = view.initPageResult;
  const language = languageOf(req.i18n.language);
  const texts = STATEMENT_TEXTS[language];
  const isPartner = viewerOf(req)?.realm === 'partner';
  const statement = isPartner ? await ownStatement(req) : undefined;
  return (
    <ViewFrame className="dft-page" title={texts.title} view={view}>
      {statement ? (
        <>
          <header className="dft-page__header">
            <h1>{texts.title}</h1>
            <p className="dft-muted">{texts.lead}</p>
          </header>
          <StatementClient language={language} start={statement} today={statement.month} />
        </>
      ) : (
        <ViewNotice text={isPartner ? texts.unlinked : texts.closed} title={texts.title} />
      )}
    </ViewFrame>
  );
}

/** Undefined for a partner whom the staff has not linked to a publisher. */
async function ownStatement(req: PayloadRequest): Promise<Statement | undefined> {
  try {
    const publisher = await requirePublisher(req);
    const now = billingNow();
    const month = now.toISOString().slice(0, 7);
    // Its own scope shows a partner no entry: the statement is read for it, by its publisher alone.
    return await asSystem(() => readStatement(poolOf(req.payload), { publisher, month, now }));
  } catch (error) {
    if (isAppError(error) && error.code === 'partner.no_publisher') return undefined;
    throw error;
  }
}
