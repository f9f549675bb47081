import type { EventEmitter } from 'node:events';
import pg from 'pg';
import { virtualBillingMoment } from '../../kernel/index.ts';
import { boundTransactions } from './bound-transactions.ts';
import { isLostDatabase } from './lost-database.ts';
import { areWritesWatched, mayWrite, noteWrite } from './recent-writes.ts';
import { currentScope, type DatabaseSign, type Scope } from './scope.ts';

type ConnectCallback = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  release: (destroy?: Error | boolean) => void,
) => void;

/** The longest one statement may take while somebody waits for an answer, and in jobs and commands. */
export const REQUEST_STATEMENT_SECONDS = 10;
const WORK_STATEMENT_SECONDS = 30;

// What a client is bound to now, and whose request it works for.
type Binding = {
  key: string;
  tenant: string;
  sign: DatabaseSign | undefined;
  /** The client's own way to ask, where each transaction is bound anew. */
  plainQuery?: pg.PoolClient['query'];
};
const bindings = new WeakMap<pg.PoolClient, Binding>();
// Clients whose server said that a transaction is open, in the status every answer ends with.
const inTransactionBlock = new WeakSet<pg.PoolClient>();
// Clients that were asked for something that may write since they were checked out.
const mayHaveWritten = new WeakSet<pg.PoolClient>();

/** With `sessionUrl` the connection string leads to a PgBouncer in transaction mode, and this one to the server itself. */
export type ScopedPoolConfig = pg.PoolConfig & { sessionUrl?: string };

// A relay, two listeners, and what takes locks.
const SESSION_CONNECTIONS = 8;
// Statements of one or two milliseconds; more of them at once would only wait for each other's processor.
const KEPT_PLAN_CONNECTIONS = 4;

/**
 * The tenancy wall's gate: a pg.Pool whose every checked-out client is bound to the scope of the caller:
 * role `app_tenant` with `app.tenant` set, or role `app_platform`. Without a scope the client is bound to
 * `app_tenant` with no tenant, which sees no row. It re-binds only when the scope differs from what the
 * client had and never resets anything to "open".
 *
 * The class name must contain "Pool": drizzle looks at it to tell a pool from a client.
 */
export class ScopedPool extends pg.Pool {
  private readonly sessions: ScopedPool | undefined;
  private readonly config: ScopedPoolConfig;
  private keptPlans: ScopedPool | undefined;

  constructor(config: ScopedPoolConfig = {}) {
    super(config);
    this.config = config;
    if (config.sessionUrl !== undefined) {
      const { sessionUrl, ...shared } = config;
      this.sessions = new ScopedPool({ ...shared, connectionString: sessionUrl, max: SESSION_CONNECTIONS });
    }
    // Payload's adapter adds no listener; without one a lost idle connection ends the process.
    this.on('error', () => undefined);
    this.on('connect', watchClient);
    this.on('release', forgetRequest);
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: ConnectCallback): void;
  override connect(callback?: ConnectCallback): Promise<pg.PoolClient> | undefined {
    const scope = currentScope();
    if (callback === undefined) return this.checkOut(scope);
    this.checkOut(scope).then(
      (client) => callback(undefined, client, (destroy) => client.release(destroy)),
      (error: Error) => callback(error, undefined, () => undefined),
    );
    return undefined;
  }

  /** A client that keeps its connection of the server until it is released: what holds locks or listens needs one. */
  connectSession(): Promise<pg.PoolClient> {
    return this.sessions ? this.sessions.connect() : this.connect();
  }

  /**
   * Behind the same wall, connections where a named statement keeps the plan that was made without its values. PostgreSQL
   * takes such a plan over a partitioned table for dear, because it cannot leave partitions out before it has the values,
   * and plans anew each time: 3.6 ms for what takes 1.6 ms with the plan kept. Behind a PgBouncer statements have no names.
   */
  keepingPlans(): ScopedPool {
    if (this.sessions) return this;
    this.keptPlans ??= new ScopedPool({
      ...this.config,
      max: KEPT_PLAN_CONNECTIONS,
      options: '-c plan_cache_mode=force_generic_plan',
    });
    return this.keptPlans;
  }

  override end(): Promise<void>;
  override end(callback: () => void): void;
  override end(callback?: () => void): Promise<void> | undefined {
    const ended = Promise.all([super.end(), this.sessions?.end(), this.keptPlans?.end()]).then(
      () => undefined,
    );
    if (callback === undefined) return ended;
    ended.then(callback, callback);
    return undefined;
  }

  private async checkOut(scope: Scope | undefined): Promise<pg.PoolClient> {
    try {
      let client = await super.connect();
      // A forgotten transaction would undo the binding when it is rolled back and bring back the school before it.
      while (inTransactionBlock.has(client)) {
        client.release(true);
        client = await super.connect();
      }
      mayHaveWritten.delete(client);
      try {
        if (this.sessions) bindTransactions(client, scope);
        else await bind(client, scope);
      } catch (error) {
        // A half-bound client must never be handed out again.
        client.release(true);
        throw error;
      }
      return client;
    } catch (error) {
      if (scope && isLostDatabase(error)) scope.database.lost = true;
      throw error;
    }
  }
}

async function bind(client: pg.PoolClient, scope: Scope | undefined): Promise<void> {
  const settings = settingsOf(scope);
  const key = settings.map(([, value]) => value).join('|');
  const binding = bindings.get(client);
  if (binding?.key === key) {
    binding.sign = scope?.database;
    return;
  }
  bindings.delete(client);
  // set_config keeps role and tenant in one round trip; `role` is an ordinary setting in PostgreSQL.
  await client.query(
    `select ${settings.map(([name], index) => `set_config('${name}', $${index + 1}, false)`).join(', ')}`,
    settings.map(([, value]) => value),
  );
  bindings.set(client, { key, tenant: bindingOf(scope).tenant, sign: scope?.database });
}

// Nothing is said to the server yet: each transaction says it, and what a connection of the server remembers is nothing.
function bindTransactions(client: pg.PoolClient, scope: Scope | undefined): void {
  const plainQuery = bindings.get(client)?.plainQuery ?? client.query;
  const settings = settingsOf(scope).map(
    ([name, value]) => `set_config('${name}', ${pg.escapeLiteral(value)}, true)`,
  );
  bindings.set(client, { key: '', tenant: bindingOf(scope).tenant, sign: scope?.database, plainQuery });
  client.query = boundTransactions(
    plainQuery as (...args: unknown[]) => unknown,
    `select ${settings.join(', ')}`,
  ) as typeof client.query;
}

function settingsOf(scope: Scope | undefined): [name: string, value: string][] {
  const { role, tenant, realm } = bindingOf(scope);
  const limit = scope?.client ? REQUEST_STATEMENT_SECONDS : WORK_STATEMENT_SECONDS;
  return [
    ['role', role],
    ['app.tenant', tenant],
    ['app.realm', realm],
    ['statement_timeout', `${limit}s`],
    // Empty but for tests and test clocks: `daftar.billing_now()` is then the server's own.
    ['app.billing_now', virtualBillingMoment()?.toISOString() ?? ''],
  ];
}

function bindingOf(scope: Scope | undefined): { role: string; tenant: string; realm: string } {
  if (scope === undefined) return { role: 'app_tenant', tenant: '', realm: '' };
  if (scope.kind === 'tenant') return { role: 'app_tenant', tenant: scope.tenant.id, realm: 'school' };
  return { role: 'app_platform', tenant: '', realm: scope.realm };
}

// Marks the scope of the request when its query meets a lost database: Payload turns some of these errors
// into "not signed in", and the edge must answer 503 instead.
function watchClient(client: pg.PoolClient): void {
  client.on('error', () => undefined);
  const { connection } = client as unknown as { connection: EventEmitter };
  connection.prependListener('readyForQuery', ({ status }: { status: string }) => {
    if (status !== 'I') inTransactionBlock.add(client);
    else {
      inTransactionBlock.delete(client);
      const tenant = mayHaveWritten.has(client) ? bindings.get(client)?.tenant : undefined;
      if (tenant) noteWrite(tenant);
    }
  });
  // Listened to here and not in a callback around each query's own: that kept the rows of answers alive until they were
  // old, and the collector took a fifth of the time of a hot read.
  const note = (error: unknown) => {
    const sign = bindings.get(client)?.sign;
    if (sign && isLostDatabase(error)) sign.lost = true;
  };
  connection.prependListener('errorMessage', note);
  connection.prependListener('error', note);
  connection.prependListener('end', () => note(new Error('Connection terminated')));
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  client.query = ((...args: unknown[]) => {
    if (areWritesWatched() && mayWrite(textOf(args[0]))) mayHaveWritten.add(client);
    return query(...args);
  }) as typeof client.query;
}

// A client at rest works for nobody: that it is closed is no news to the request it worked for last.
function forgetRequest(_error: Error | undefined, client: pg.PoolClient): void {
  const binding = bindings.get(client);
  if (binding) binding.sign = undefined;
}

function textOf(query: unknown): string {
  if (typeof query === 'string') return query;
  const { text } = (query ?? {}) as { text?: unknown };
  // A stream, such as COPY: what it does is not known here.
  return typeof text === 'string' ? text : 'copy';
}

/** A client of a pool that keeps its connection of the server; with every pool but one behind a PgBouncer that is any client. */
export function connectSession(pool: pg.Pool): Promise<pg.PoolClient> {
  const { connectSession: own } = pool as Partial<Pick<ScopedPool, 'connectSession'>>;
  return own ? own.call(pool as ScopedPool) : pool.connect();
}

/** The connections of a pool that keep plans, see `ScopedPool.keepingPlans`. */
export function keepingPlans(pool: pg.Pool): pg.Pool {
  const { keepingPlans: own } = pool as Partial<Pick<ScopedPool, 'keepingPlans'>>;
  return own ? own.call(pool as ScopedPool) : pool;
}
