import { type CapabilityContext, refuseCall } from '../capabilities/registry.ts';
import { LIMITS } from '../limits.ts';

type Used = { requests: number; bytes: number };

// One entry for each call that runs, gone with its context.
const usedBy = new WeakMap<CapabilityContext, Used>();

/** What one call may still send and receive: each hop counts as a request, and its bytes in both directions. */
export function outgoingBudget(context: CapabilityContext) {
  const limits = LIMITS[context.limitClass ?? context.manifest.limits];
  const used = usedBy.get(context) ?? { requests: 0, bytes: 0 };
  usedBy.set(context, used);
  return {
    takeRequest() {
      if (used.requests >= limits.outgoingRequests)
        refuseCall('too_many_requests', `A call may make ${limits.outgoingRequests} requests.`);
      used.requests += 1;
    },
    takeBytes(bytes: number) {
      used.bytes += bytes;
    },
    /** Answers the plugin with byte_budget_used when nothing is left. */
    bytesLeft(): number {
      const left = limits.outgoingBytes - used.bytes;
      if (left <= 0) refuseCall('byte_budget_used', `A call may move ${limits.outgoingBytes} bytes.`);
      return left;
    },
  };
}
