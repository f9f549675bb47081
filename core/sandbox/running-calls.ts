import { LIMITS } from './limits.ts';
import type { Session } from './session.ts';
import type { SandboxCall } from './types.ts';

export type RunningCalls = {
  /** Whether this call may take a worker now. */
  mayStart(call: SandboxCall): boolean;
  add(session: Session, call: SandboxCall): void;
  remove(session: Session, call: SandboxCall): void;
  /** Counts a call as running that waits for a worker to start. Answers how to take that back. */
  claim(call: SandboxCall): () => void;
  matching(isMatch: (call: SandboxCall) => boolean): Session[];
};

/**
 * The calls under way and who may join them. Two rules, so that nobody fills the house: a plugin of a tenant has at
 * most as many calls at once as its class allows, and the last worker of the house goes to a tenant that has none.
 */
export function createRunningCalls(maxWorkers: number): RunningCalls {
  const sessions = new Map<Session, SandboxCall>();
  const byPlugin = new Map<string, number>();
  const byTenant = new Map<string, number>();
  const keyOf = ({ tenantId, pluginId }: SandboxCall): string => JSON.stringify([tenantId, pluginId]);
  const change = (counts: Map<string, number>, key: string, by: number): void => {
    const count = (counts.get(key) ?? 0) + by;
    if (count > 0) counts.set(key, count);
    else counts.delete(key);
  };

  let claims = 0;
  const count = (call: SandboxCall, by: number): void => {
    change(byPlugin, keyOf(call), by);
    change(byTenant, call.tenantId, by);
  };

  return {
    mayStart(call) {
      if ((byPlugin.get(keyOf(call)) ?? 0) >= LIMITS[call.limitClass].concurrency) return false;
      return sessions.size + claims < maxWorkers - 1 || !byTenant.has(call.tenantId);
    },
    add(session, call) {
      sessions.set(session, call);
      count(call, 1);
    },
    remove(session, call) {
      sessions.delete(session);
      count(call, -1);
    },
    claim(call) {
      claims += 1;
      count(call, 1);
      return () => {
        claims -= 1;
        count(call, -1);
      };
    },
    matching: (isMatch) => [...sessions].filter(([, call]) => isMatch(call)).map(([session]) => session),
  };
}
