import type pg from 'pg';
import { isLostDatabase } from './lost-database.ts';
import { forgetWrite, recentWriteOf, watchWrites } from './recent-writes.ts';
import { currentScope, runInScope, type Scope } from './scope.ts';
import { keepingPlans, ScopedPool } from './scoped-pool.ts';

type Sample = { lsn: bigint; at: number };
type Replica = {
  pool: ScopedPool;
  /** The moment up to which it had everything when it was last looked at. */
  freshAsOf: number;
  sample: Sample | undefined;
  looked: Promise<void> | undefined;
  lookedAt: number;
};
type Replicas = { all: Replica[]; seconds: number; next: number };

export type ReplicaOptions = {
  urls: readonly string[];
  /** The oldest a read may be, and how long a session that wrote elsewhere reads from the primary. */
  seconds: number;
  /** Connections to each. */
  max: number;
};

const LOOK_EVERY_MS = 1000;

const KEY = Symbol.for('daftar.replicas');
const holder = globalThis as { [KEY]?: Replicas };

/** Opens pools to the replicas of the database; `readQuery` uses them from then on. The result closes them. */
export function openReplicas({ urls, seconds, max }: ReplicaOptions): () => Promise<void> {
  const all = urls.map(
    (connectionString): Replica => ({
      pool: new ScopedPool({
        connectionString,
        max,
        connectionTimeoutMillis: 1000,
        statement_timeout: 30_000,
      }),
      ...{ freshAsOf: 0, sample: undefined, looked: undefined, lookedAt: 0 },
    }),
  );
  holder[KEY] = { all, seconds, next: 0 };
  watchWrites(all.length > 0);
  return async () => {
    delete holder[KEY];
    watchWrites(false);
    await Promise.all(all.map(({ pool }) => pool.end()));
  };
}

/** How long, in seconds, a session that wrote reads from the primary; undefined without replicas. */
export function replicaSeconds(): number | undefined {
  return holder[KEY]?.seconds;
}

/** One statement; `keepsPlan` for a named one whose plan is good whatever its values are, see `ScopedPool.keepingPlans`. */
export type ReadQuery = pg.QueryConfig & { keepsPlan?: boolean };

/**
 * Runs one reading statement of a hot path in the scope of the caller, on a replica where there is one that has everything
 * this school wrote here, and that is no older than the setting says; otherwise, and whenever a replica fails, on the
 * primary. Behind the same wall either way. Never for what decides about rights, money or a write.
 */
export async function readQuery<Row extends pg.QueryResultRow>(
  primary: pg.Pool,
  query: ReadQuery,
): Promise<pg.QueryResult<Row>> {
  const { keepsPlan, ...statement } = query;
  const ask = (pool: pg.Pool) => (keepsPlan ? keepingPlans(pool) : pool).query<Row>(statement);
  const scope = currentScope();
  const replica = await chooseReplica(primary, scope);
  if (replica === undefined || scope === undefined) return ask(primary);
  try {
    // A lost replica is no lost database: the sign of the request stays clear.
    return await runInScope({ ...scope, database: { lost: false } }, () => ask(replica.pool));
  } catch (error) {
    if (!isReplicasFault(error)) throw error;
    replica.freshAsOf = 0;
    return ask(primary);
  }
}

async function chooseReplica(primary: pg.Pool, scope: Scope | undefined): Promise<Replica | undefined> {
  const replicas = holder[KEY];
  if (!replicas || scope?.kind !== 'tenant') return undefined;
  if (scope.wroteAt !== undefined && Date.now() - scope.wroteAt < replicas.seconds * 1000) return undefined;
  replicas.next += 1;
  const replica = replicas.all[replicas.next % replicas.all.length];
  if (!replica) return undefined;
  await look(primary, replica);
  if (Date.now() - replica.freshAsOf > replicas.seconds * 1000) return undefined;
  return (await hasWritesOf(primary, replica, scope.tenant.id)) ? replica : undefined;
}

async function hasWritesOf(primary: pg.Pool, replica: Replica, schoolId: string): Promise<boolean> {
  const write = recentWriteOf(schoolId);
  if (write === undefined) return true;
  // Asked after the commit, so that the end of the log is behind it.
  write.lsn ??= await endOfLog(primary);
  const replayed = await replayedOf(replica).catch(() => 0n);
  if (replayed < asNumber(write.lsn)) return false;
  forgetWrite(schoolId, write);
  return true;
}

// At most once a second: where the primary was at the last look, and whether the replica has got there since. The time of
// the replica's last transaction would say "fresh" of one that lost its connection while nothing was written.
function look(primary: pg.Pool, replica: Replica): Promise<void> {
  if (replica.looked) return replica.looked;
  if (Date.now() - replica.lookedAt < LOOK_EVERY_MS) return Promise.resolve();
  replica.looked = (async () => {
    const now: Sample = { at: Date.now(), lsn: asNumber(await endOfLog(primary)) };
    const replayed = await replayedOf(replica);
    if (replayed >= now.lsn) replica.freshAsOf = now.at;
    else if (replica.sample && replayed >= replica.sample.lsn) replica.freshAsOf = replica.sample.at;
    if (!replica.sample || replayed >= replica.sample.lsn) replica.sample = now;
  })()
    .catch(() => {
      replica.freshAsOf = 0;
    })
    .finally(() => {
      replica.looked = undefined;
      replica.lookedAt = Date.now();
    });
  return replica.looked;
}

async function endOfLog(primary: pg.Pool): Promise<string> {
  const { rows } = await primary.query('select pg_current_wal_insert_lsn()::text as lsn');
  return String(rows[0].lsn);
}

// A server that was promoted has no replay position and is nobody's replica any more.
async function replayedOf({ pool }: Replica): Promise<bigint> {
  const scope = currentScope();
  const ask = () =>
    pool.query('select pg_is_in_recovery() as recovers, pg_last_wal_replay_lsn()::text as lsn');
  const { rows } = await (scope ? runInScope({ ...scope, database: { lost: false } }, ask) : ask());
  if (rows[0].recovers !== true) throw new Error('The server of DATABASE_REPLICA_URLS is no replica.');
  return asNumber(String(rows[0].lsn));
}

function asNumber(lsn: string): bigint {
  const [high = '0', low = '0'] = lsn.split('/');
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}

// 40001: the replica cancelled a read that stood in the way of replaying.
function isReplicasFault(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return isLostDatabase(error) || code === '40001';
}
