import type { ServerProps } from 'payload';
import { can, viewerOf } from '../../core/tenancy/index.ts';
import { languageOf } from './language.ts';

const LABEL = { en: 'History', ar: 'السجل التاريخي' };

type HistoryLinkProps = ServerProps & { id?: number | string; collectionSlug?: string };

/** Beside the controls of a record: what happened to it, for whoever may read the audit trail. */
export async function HistoryLink({ collectionSlug, id, i18n, payload, user }: HistoryLinkProps) {
  const request = { payload, user: user ?? null };
  const viewer = viewerOf(request);
  if (!id || !collectionSlug || !viewer) return null;
  if (viewer.realm !== 'platform' && !(await can(request, 'audit.read'))) return null;
  const query = new URLSearchParams({ collection: collectionSlug, subject: String(id) });
  return (
    <a data-testid="history-link" href={`/admin/audit?${query}`}>
      {LABEL[languageOf(i18n?.language)]}
    </a>
  );
}
