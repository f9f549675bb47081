import type { Express, Request, RequestHandler } from 'express';
import type pg from 'pg';
import {
  deterministicId,
  isInNetworks,
  keyring,
  SECRET_LIFE_DAYS,
  SECRET_WARNING_DAYS,
  secretAgeDays,
} from '../../kernel/index.ts';
import { asSystem, asTenant } from '../../tenancy/index.ts';
import type { EdgeRequest } from './edge.ts';

export type Readiness = { name: string; ok: boolean; detail: Record<string, string | number | boolean> };
export type ReadinessCheck = () => Promise<Readiness>;

const PROBE = {
  id: deterministicId('readiness-probe'),
  subdomain: 'probe',
  name: 'probe',
  nameAr: null,
  locale: 'en',
  timeZone: 'UTC',
  status: 'active',
  requireSecondFactor: 'optional',
  adminIpAllowList: [],
} as const;

/** Writes and reads back one row as a school's role, behind the wall: the same way a teacher's mark goes. */
export function databaseCheck(pool: pg.Pool): ReadinessCheck {
  return async () => {
    const started = performance.now();
    await asTenant(PROBE, async () => {
      await pool.query(
        `insert into readiness_probe (tenant_id, seen_at) values ($1, now())
         on conflict (tenant_id) do update set seen_at = excluded.seen_at`,
        [PROBE.id],
      );
      const { rowCount } = await pool.query('select 1 from readiness_probe');
      if (rowCount !== 1) throw new Error('the probe row was not read back');
    });
    return { name: 'database', ok: true, detail: { milliseconds: Math.round(performance.now() - started) } };
  };
}

/** The newest migration of the database is the newest of this code. */
export function migrationCheck(pool: pg.Pool, newest: string): ReadinessCheck {
  return async () => {
    const { rows } = await asSystem(() =>
      pool.query('select name from daftar_migrations order by id desc limit 1'),
    );
    const applied = String(rows[0]?.name ?? 'none');
    return { name: 'migrations', ok: applied === newest, detail: { applied, expected: newest } };
  };
}

/** How old the secret is and whether another is accepted. It never fails: a running school is not stopped by a date. */
export const secretsCheck: ReadinessCheck = async () => {
  const age = secretAgeDays(process.env.DAFTAR_SECRET_CREATED_AT);
  const detail = {
    ageDays: age ?? 'unknown',
    limitDays: SECRET_LIFE_DAYS,
    previousAccepted: keyring().previous !== undefined,
    rotateSoon: age !== undefined && age >= SECRET_WARNING_DAYS,
  };
  return { name: 'secrets', ok: true, detail };
};

/** Events wait no longer than a minute. */
export function outboxCheck(pool: pg.Pool): ReadinessCheck {
  return async () => {
    const { rows } = await asSystem(() =>
      pool.query(
        `select count(*)::int as waiting, coalesce(extract(epoch from now() - min(next_attempt_at)), 0)::int as lag
           from outbox where status = 'pending' and attempts = 0`,
      ),
    );
    const { waiting, lag } = rows[0] as { waiting: number; lag: number };
    return { name: 'outbox', ok: lag < 60, detail: { waiting, lagSeconds: Math.max(lag, 0) } };
  };
}

/**
 * `/healthz` says that the process lives, `/readyz` that it can serve: every check passes or the answer is 503. The
 * details are for the operator: they are shown to addresses of the machine and of private networks.
 */
export function serveHealth(
  app: Express,
  checks: ReadinessCheck[],
  isOurHost: (host: string | undefined) => boolean,
): void {
  const guard: RequestHandler = (req, _res, next) => (isOurHost(req.headers.host) ? next() : next('route'));
  app.get('/healthz', guard, (req, res) => {
    const detail = isOperator(req) ? { uptimeSeconds: Math.round(process.uptime()) } : {};
    res.json({ status: 'ok', ...detail });
  });
  app.get('/readyz', guard, (req, res, next) => {
    Promise.all(
      checks.map((check) =>
        check().catch((error: Error) => ({
          name: 'check',
          ok: false,
          detail: { error: error.message.slice(0, 200) },
        })),
      ),
    ).then((results) => {
      const ready = results.every((result) => result.ok);
      if (!ready) res.setHeader('Retry-After', '2');
      const detail = isOperator(req) ? { checks: results } : {};
      res.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not ready', ...detail });
    }, next);
  });
}

const OWN_NETWORKS = ['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '::1', 'fc00::/7'];

function isOperator(req: Request): boolean {
  return isInNetworks((req as EdgeRequest).address, OWN_NETWORKS);
}
