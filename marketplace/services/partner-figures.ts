import type { PayloadRequest } from 'payload';
import { asSystem, poolOf } from '../../core/tenancy/index.ts';
import {
  PUBLISHER_CALLS,
  PUBLISHER_FAILURES,
  PUBLISHER_GROUPS,
  PUBLISHER_PLUGINS,
  PUBLISHER_VERSIONS,
} from '../sql/call-figures.ts';
import { rounded } from './call-figures.ts';
import { requirePublisher } from './publishers.ts';

/** Below this many calls no percentile is told: it would be the time of single calls of a school that can be guessed. */
export const FEWEST_FOR_PERCENTILES = 20;

/** One plugin of a publisher over all schools. Times in milliseconds, days in UTC. */
export type PartnerPlugin = {
  id: string;
  name: string;
  nameAr: string;
  summary: string | null;
  summaryAr: string | null;
  version: string;
  listed: boolean;
  installs: number;
  enabled: number;
  calls: number;
  failed: number;
  /** Null below FEWEST_FOR_PERCENTILES calls. */
  p50: number | null;
  p95: number | null;
  cpuMs: number;
  codes: { code: string; calls: number }[];
  versions: { version: string; installs: number; calls: number; failed: number }[];
  perDay: { day: string; calls: number; failed: number }[];
};
export type PartnerFailure = {
  id: string;
  at: string;
  plugin: string;
  version: string;
  entry: { kind: string; name: string };
  code: string;
  wallMs: number;
  cpuMs: number;
  message: string;
};
export type PartnerFigures = {
  publisher: string;
  days: number;
  plugins: PartnerPlugin[];
  failures: PartnerFailure[];
};

type Group = { id: string; version: string | null; day: string; code: string; calls: number };

/**
 * How a publisher's own plugins fare: numbers and codes, no school and nobody's data. Throws auth.required for everybody
 * but partners, and partner.no_publisher. Counted by the platform, because a partner's own scope shows no receipt.
 */
export async function partnerFigures(
  req: Pick<PayloadRequest, 'user' | 'payload'>,
  { days = 30, now = Date.now() }: { days?: number; now?: number } = {},
): Promise<PartnerFigures> {
  const publisher = await requirePublisher(req);
  const today = Date.parse(new Date(now).toISOString().slice(0, 10));
  const since = new Date(today - (days - 1) * 86_400_000);
  return asSystem(async () => {
    const read = async (sql: string, values: unknown[]) =>
      (await poolOf(req.payload).query(sql, values)).rows;
    const plugins = await read(PUBLISHER_PLUGINS, [publisher]);
    const versions = await read(PUBLISHER_VERSIONS, [publisher]);
    const calls = await read(PUBLISHER_CALLS, [publisher, since]);
    const groups: Group[] = await read(PUBLISHER_GROUPS, [publisher, since]);
    const failures = await read(PUBLISHER_FAILURES, [publisher, since]);
    return {
      publisher,
      days,
      plugins: plugins.map((plugin) => {
        const own = groups.filter(({ id }) => id === plugin.id);
        const figures = calls.find(({ id }) => id === plugin.id);
        const isEnough = (figures?.calls ?? 0) >= FEWEST_FOR_PERCENTILES;
        return {
          ...plugin,
          calls: figures?.calls ?? 0,
          failed: figures?.failed ?? 0,
          p50: isEnough ? rounded(figures.p50) : null,
          p95: isEnough ? rounded(figures.p95) : null,
          cpuMs: Math.round(figures?.cpuMs ?? 0),
          codes: codesOf(own),
          versions: versionsOf(
            own,
            versions.filter(({ id }) => id === plugin.id),
          ),
          perDay: Array.from({ length: days }, (_, index) =>
            dayOf(own, new Date(since.getTime() + index * 86_400_000).toISOString().slice(0, 10)),
          ),
        };
      }),
      failures: failures.map((row) => ({
        id: row.id,
        at: row.created_at.toISOString(),
        plugin: row.plugin,
        version: row.version,
        entry: { kind: row.kind, name: row.entry },
        code: row.code,
        wallMs: Number(row.wall_ms),
        cpuMs: Number(row.cpu_ms),
        message: row.message ?? '',
      })),
    };
  });
}

function dayOf(groups: Group[], day: string): PartnerPlugin['perDay'][number] {
  return { day, ...countOf(groups.filter((group) => group.day === day)) };
}

function codesOf(groups: Group[]): PartnerPlugin['codes'] {
  const sums = new Map<string, number>();
  for (const { code, calls } of groups) sums.set(code, (sums.get(code) ?? 0) + calls);
  return [...sums].map(([code, calls]) => ({ code, calls })).sort((a, b) => b.calls - a.calls);
}

function versionsOf(
  groups: Group[],
  installed: { version: string; installs: number }[],
): PartnerPlugin['versions'] {
  const names = new Set([
    ...installed.map(({ version }) => version),
    ...groups.flatMap((group) => group.version ?? []),
  ]);
  return [...names]
    .map((version) => ({
      version,
      installs: installed.find((row) => row.version === version)?.installs ?? 0,
      ...countOf(groups.filter((group) => group.version === version)),
    }))
    .sort((a, b) => b.version.localeCompare(a.version, 'en', { numeric: true }));
}

function countOf(groups: Group[]): { calls: number; failed: number } {
  const sum = (some: Group[]) => some.reduce((total, { calls }) => total + calls, 0);
  return { calls: sum(groups), failed: sum(groups.filter(({ code }) => code !== 'ok')) };
}
