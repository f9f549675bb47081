import type { HttpAnswer, HttpClient } from '../../support/index.ts';
import type { Actor } from '../world/actors.ts';
import type { Change } from '../world/change-log.ts';
import type { Target } from '../world/plant.ts';
import type { World } from '../world/world.ts';

/**
 * What came of one try: `ok` (shown, or written), `hidden` (answered as if there were no such row), or the status of
 * the refusal.
 */
export type Outcome = string;

/** What came of one operation for each kind of row; undefined where there is no such row to try. */
export type Cell = Partial<Record<Target, Outcome>>;

/** One way to reach the rows of a collection over HTTP. */
export type Operation = {
  /** Name of the row in the policy tables. */
  name: string;
  /** The endpoint of the collection it goes through, as in the configuration: `GET /:id`. */
  endpoint: string;
  drive: (session: Session) => Promise<Cell>;
};

export type Ask = {
  method: string;
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
  raw?: Uint8Array;
  /** Another session of the same person. */
  client?: HttpClient;
};

/** One person at one collection. Every answer is kept to be searched for canaries. */
export type Session = {
  world: World;
  actor: Actor;
  slug: string;
  idOf: (target: Target) => string | undefined;
  ask: (request: Ask) => Promise<HttpAnswer>;
  /** What the last request wrote; the rows are put back. */
  changes: () => Promise<Change[]>;
  /** Set once the person was seen to read foreign rows here, as staff may; then telling them from none is no leak. */
  readsForeign?: boolean;
  /** Reports what must never be, whatever the policy says. */
  fault: (sentence: string) => void;
};
