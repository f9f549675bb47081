import type { AnyCapability } from '../../../core/sandbox/index.ts';
import { changeVersionState } from '../../../marketplace/services/releases/version-states.ts';
import { watchRevocations } from '../../../marketplace/worker.ts';
import type { PlatformGroup } from './platform.ts';

/** The promise: a revoked version runs nowhere after this. */
const MAX_MS = 5_000;

/** A version that staff take away while it runs. */
export const REVOKING: PlatformGroup = {
  group: 'Revoking',
  cases: [
    {
      name: 'revoke by staff during calls of two schools',
      limitClass: 'job',
      expected: ['revoked'],
      async run(platform) {
        const { stage, system, host, a, b } = platform;
        const pluginId = await platform.install('await __call(\'kv.get\', \'{"key":"x"}\'); return 1;');
        let inside = 0;
        const stuck = host.capabilities.map(
          (capability): AnyCapability =>
            capability.name === 'kv.get'
              ? {
                  ...capability,
                  run: () => {
                    inside += 1;
                    return new Promise(() => undefined);
                  },
                }
              : capability,
        );
        const watch = watchRevocations({
          pool: system.pool,
          supervisor: stage.supervisor,
          logger: system.logger,
        });
        try {
          const calls = [a, b].map((school) =>
            platform.call(school, pluginId, null, { capabilities: stuck }),
          );
          while (inside < 2) await new Promise((resolve) => setTimeout(resolve, 5));
          const begun = performance.now();
          await changeVersionState(system.pool, {
            pluginId,
            action: 'revoke',
            reason: 'A test of revoking.',
            actor: { kind: 'system' } as never,
          });
          const codes = new Set((await Promise.all(calls)).map((outcome) => stage.codeOf(outcome)));
          const took = performance.now() - begun;
          if (took > MAX_MS) throw new Error(`It took ${took.toFixed(0)} ms.`);
          return [...codes].join(' ');
        } finally {
          await watch.stop();
        }
      },
    },
  ],
};
