import type { AdminViewServerProps } from 'payload';
import { listReleases } from '../../../marketplace/index.ts';
import { ConsolePage } from '../../components/console-page.tsx';
import { ReleasesClient } from './releases-client.tsx';
import { RELEASES_TEXTS } from './texts.ts';

/** /admin/releases on the console host: versions, rollouts and the ledger of releases. */
export function ReleasesView(view: AdminViewServerProps) {
  return (
    <ConsolePage view={view} words={RELEASES_TEXTS}>
      {async ({ pool, language }) => <ReleasesClient language={language} start={await listReleases(pool)} />}
    </ConsolePage>
  );
}
