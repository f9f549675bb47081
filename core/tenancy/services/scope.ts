import { AsyncLocalStorage } from 'node:async_hooks';

/** What the platform knows of a school before anything else: found by its host. */
export type TenantInfo = {
  id: string;
  subdomain: string;
  name: string;
  nameAr: string | null;
  locale: 'en' | 'ar';
  timeZone: string;
  /** A suspended school reads and does not write; an archived one is not found at all. */
  status: 'trial' | 'active' | 'suspended';
  /** Whose sign-in needs a second factor. */
  requireSecondFactor: 'optional' | 'staff' | 'everybody';
  /** Networks in CIDR form from which the panel may be used; empty means everywhere. */
  adminIpAllowList: readonly string[];
  /** How the school looks and counts, for pages and mails; absent where no row was read, as in a probe. */
  profile?: TenantProfile;
};

/** What a school chose for its pages and mails, as stored: ask `brandingOf`, `calendarOf` and `hasFeature`. */
export type TenantProfile = {
  /** Only when it was proved and the plan has it. */
  customDomain: string | null;
  /** What the school may do beyond the core, as `daftar.features_of` answers. */
  features: readonly string[];
  currency: string;
  calendarDisplay: 'gregorian' | 'gregorian_hijri';
  digits: 'latn' | 'arab';
  firstWeekday: number;
  weekendDays: readonly number[];
  brandColour: string | null;
  logoKey: string | null;
  mailFromName: string | null;
  mailReplyTo: string | null;
};

/**
 * Who the database answers to. `tenant` sees one school and nothing else. `platform` sees the tables
 * that belong to the platform (tenants, catalogue, outbox, ledger), and of the users only its own realm.
 */
export type Scope =
  | ({ kind: 'tenant'; tenant: TenantInfo } & RequestFacts)
  | ({ kind: 'platform'; realm: 'platform' | 'partner' | 'system' } & RequestFacts);

type RequestFacts = {
  requestId: string;
  database: DatabaseSign;
  client?: ClientFacts;
  program?: ProgramFacts;
  /** When the browser's session last wrote, in milliseconds, as it says itself; only matters with replicas. */
  wroteAt?: number;
};

/** Where a request came from, as the edge found out; absent in jobs and commands. */
export type ClientFacts = { address: string; userAgent: string };

/** The program whose key the edge has checked; absent for people and for everything that programs may not ask. */
export type ProgramFacts = { keyId: string; scopes: readonly string[] };

/** Set when a query of this scope met a lost database, so that the answer becomes 503 and never 403. */
export type DatabaseSign = { lost: boolean };

// Next bundles its own copy of this module; both copies must see one store.
const KEY = Symbol.for('daftar.scope');
const holder = globalThis as { [KEY]?: AsyncLocalStorage<Scope> };
holder[KEY] ??= new AsyncLocalStorage<Scope>();
const storage = holder[KEY];

/** The scope of the running request or job; undefined outside of one, and then the database shows no rows. */
export function currentScope(): Scope | undefined {
  return storage.getStore();
}

/** Runs work inside a scope; everything awaited in it keeps the scope. */
export function runInScope<T>(scope: Scope, work: () => T): T {
  return storage.run(scope, work);
}

/** Runs work as one school. */
export function asTenant<T>(tenant: TenantInfo, work: () => T, requestId = 'internal'): T {
  return runInScope({ kind: 'tenant', tenant, requestId, database: { lost: false }, ...sameClient() }, work);
}

/** Runs work as the platform itself: relays, senders, provisioning. Sees no user of any realm. */
export function asSystem<T>(work: () => T, requestId = 'internal'): T {
  return runInScope(
    { kind: 'platform', realm: 'system', requestId, database: { lost: false }, ...sameClient() },
    work,
  );
}

// Work that a request does in another scope still comes from where the request came from.
function sameClient(): { client?: ClientFacts } {
  const client = storage.getStore()?.client;
  return client ? { client } : {};
}

/** The school of the current scope. Throws outside of a school's scope: a programming error, not a user's. */
export function requireTenant(): TenantInfo {
  const scope = currentScope();
  if (scope?.kind !== 'tenant') throw new Error('This work needs the scope of a school, and there is none.');
  return scope.tenant;
}
