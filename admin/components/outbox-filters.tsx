import type { BeforeListTableServerProps } from 'payload';
import { poolOf } from '../../core/tenancy/index.ts';
import { formatCount, languageOf } from './language.ts';
import { OUTBOX_TEXTS } from './outbox-texts.ts';
import './tool-kit.css';

const STATES = ['dead', 'pending', 'done'] as const;

/** Above the list of events: how many there are in each state, each a link to only those. */
export async function OutboxFilters({
  collectionConfig,
  i18n,
  payload,
  searchParams,
}: BeforeListTableServerProps) {
  const texts = OUTBOX_TEXTS[languageOf(i18n.language)];
  const { rows } = await poolOf(payload).query(
    'select status, count(*)::int as count from outbox group by status',
  );
  const counts = new Map(rows.map((row) => [row.status as string, row.count as number]));
  const wanted = (
    searchParams as { where?: { or?: { and?: { status?: { equals?: string } }[] }[] } } | undefined
  )?.where?.or?.[0]?.and?.[0]?.status?.equals;
  const base = `${payload.config.routes.admin}/collections/${collectionConfig.slug}`;
  return (
    <nav aria-label={texts.show} className="dft-row dft-filters" data-testid="outbox-filters">
      {STATES.map((state) => (
        <a
          aria-current={wanted === state ? 'page' : undefined}
          className="dft-tab"
          href={`${base}?limit=25&where[or][0][and][0][status][equals]=${state}`}
          key={state}
        >
          {texts[state]} <bdi>{formatCount(counts.get(state) ?? 0)}</bdi>
        </a>
      ))}
      <a
        aria-current={wanted === undefined ? 'page' : undefined}
        className="dft-tab"
        href={`${base}?limit=25`}
      >
        {texts.all}
      </a>
      {(counts.get('dead') ?? 0) === 0 && <span className="dft-muted">{texts.noDead}</span>}
    </nav>
  );
}
