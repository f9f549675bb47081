import type { Limits } from './limits.ts';
import type { Fence } from './types.ts';

/**
 * What runs guest code, as far as the supervisor and the pool know it. An engine never runs in this process: it names
 * the program of a worker, and the worker speaks the messages of `messages.ts` over descriptor 3, a line of JSON each.
 *
 * What an engine promises: a fresh world for every `run`; only text in and out; `done` once for each call; `idle`
 * when nothing of the guest is left, or `broken` when that cannot be said any more.
 */
export type Engine = {
  readonly name: string;
  readonly version: string;
  /** Walls that the engine raises by itself; those of the machine come on top. */
  readonly fences: readonly Fence[];
  /** Absolute paths that a worker reads while it starts, under a user that owns none of them. */
  readonly readableFiles: readonly string[];
  /** Program and arguments of one worker, whose calls all have these limits. `maxFrameBytes` caps a line on the channel. */
  command(options: { maxFrameBytes: number; limits: Limits }): string[];
};
