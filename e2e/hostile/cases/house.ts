import { hash } from 'node:crypto';
import { assertSafeIsolatedVm, type HostCall } from '../../../core/sandbox/index.ts';
import { bundleOf } from '../bundle.ts';
import type { CaseGroup } from '../types.ts';

const STUCK = bundleOf('for (;;) {}');
const CLEAN = bundleOf('return 1;');
const WAITS = bundleOf("await __call('x.y', '{}'); return 1;");
const MARKS = bundleOf(`
  const before = [globalThis.mark, Object.prototype.mark, Symbol.for('mark').mark, typeof Array.prototype.push, Math.random()];
  globalThis.mark = 1; Object.prototype.mark = 1; delete Array.prototype.push; Math.random();
  return before;`);

/** Attacks on the house as a whole: its workers, its memory, and what a call leaves behind. */
export const HOUSE: CaseGroup = {
  group: 'The house',
  cases: [
    {
      name: 'forty stuck isolates, then a victim',
      limitClass: 'interactive',
      expected: ['ok'],
      async run(stage) {
        const stuck = Array.from({ length: 40 }, (_, index) =>
          stage.run(STUCK, {
            tenantId: `stuck-${index % 4}`,
            installId: `stuck-${index}`,
            pluginId: `stuck.plugin.p${index}`,
          }),
        );
        const victim = await stage.run(CLEAN, { tenantId: 'late-victim' });
        for (const outcome of await Promise.all(stuck)) {
          if (outcome.ok) throw new Error('A loop ended.');
        }
        return stage.codeOf(victim);
      },
    },
    {
      name: 'a thousand installs and uninstalls without a leak',
      limitClass: 'interactive',
      expected: ['ok'],
      async run(stage) {
        const round = async (from: number, count: number): Promise<void> => {
          for (let index = from; index < from + count; index += 1) {
            const install = {
              tenantId: `t-${index % 7}`,
              installId: `in-${index}`,
              pluginId: `p.q.r${index % 50}`,
            };
            const code = bundleOf(`return ${index % 50};`);
            const outcome = await stage.run(code, install);
            if (!outcome.ok) throw new Error(`Call ${index} answered ${outcome.code}.`);
            stage.supervisor.revoke(install);
            const gone = await stage.run(code, install);
            if (gone.ok || gone.code !== 'revoked') throw new Error('An uninstalled plugin ran.');
            stage.supervisor.restore(install);
          }
        };
        await round(0, 200);
        const before = stage.ownMemory();
        const workersBefore = stage.workerMemoryMb();
        await round(200, 1_000);
        const grown = (stage.ownMemory() - before) / 1e6;
        if (grown > 20) throw new Error(`This process grew by ${grown.toFixed(1)} MB.`);
        const workers = stage.workerMemoryMb();
        if (workers > workersBefore + 60)
          throw new Error(`The workers grew from ${workersBefore} to ${workers} MB.`);
        return 'ok';
      },
    },
    {
      name: 'state between calls',
      limitClass: 'interactive',
      expected: ['ok'],
      async run(stage) {
        // One worker after the other until a process served two tenants: nothing of the first may be there.
        const pristine = '[null,null,null,"function",';
        for (let index = 0; index < 12; index += 1) {
          const outcome = await stage.run(MARKS, { tenantId: `t-${index % 3}`, seed: index });
          if (!outcome.ok || !JSON.stringify(outcome.result).startsWith(pristine)) {
            throw new Error(`Call ${index} saw ${JSON.stringify(outcome)}.`);
          }
        }
        const again = [await stage.run(MARKS, { seed: 5 }), await stage.run(MARKS, { seed: 5 })];
        if (new Set(again.map((outcome) => JSON.stringify(outcome.ok && outcome.result))).size !== 1) {
          throw new Error('The same seed answered otherwise.');
        }
        return 'ok';
      },
    },
    {
      name: 'three deaths, then paused, for that tenant alone',
      limitClass: 'interactive',
      expected: ['plugin_paused'],
      async run(stage) {
        const install = { installId: 'dies', pluginId: 'dies.plugin.id', tenantId: 'dies-a' };
        for (let round = 0; round < 3; round += 1) await stage.run(STUCK, install);
        await stage.quiet();
        const other = await stage.run(CLEAN, { ...install, tenantId: 'dies-b' });
        if (!other.ok) throw new Error(`The other tenant was answered ${other.code}.`);
        return stage.codeOf(await stage.run(CLEAN, install));
      },
    },
    {
      name: 'revoke during a call',
      limitClass: 'interactive',
      expected: ['revoked'],
      async run(stage) {
        const version = { pluginId: 'revoked.plugin.id', version: '6.6.6' };
        let inside = 0;
        const host: HostCall = () => {
          inside += 1;
          return new Promise(() => undefined);
        };
        const calls = ['r-a', 'r-b'].map((tenantId) => stage.run(WAITS, { ...version, tenantId }, host));
        while (inside < 2) await new Promise((resolve) => setTimeout(resolve, 2));
        const begun = performance.now();
        if (stage.supervisor.revoke(version) !== 2) throw new Error('Not both calls were stopped.');
        const outcomes = await Promise.all(calls);
        const took = performance.now() - begun;
        if (took > 100) throw new Error(`It took ${took.toFixed(0)} ms.`);
        const codes = new Set(outcomes.map((outcome) => stage.codeOf(outcome)));
        codes.add(stage.codeOf(await stage.run(CLEAN, version)));
        return [...codes].join(' ');
      },
    },
    {
      name: 'a bundle that is not the released one',
      limitClass: 'interactive',
      expected: ['bundle_hash_mismatch'],
      run: async (stage) =>
        stage.codeOf(await stage.run(CLEAN, { bundle: { code: CLEAN, sha256: hash('sha256', STUCK) } })),
    },
    {
      name: 'a bundle that is too large',
      limitClass: 'interactive',
      expected: ['bundle_too_large'],
      run: async (stage) => stage.codeOf(await stage.run(`/*${'x'.repeat(1_100_000)}*/`)),
    },
    {
      name: 'old isolated-vm',
      limitClass: 'none',
      expected: ['refused'],
      async run() {
        for (const version of ['7.0.0', '6.1.2', '5.0.4', '7.0.1-beta.1']) {
          let said = '';
          try {
            assertSafeIsolatedVm(version);
          } catch (error) {
            said = String(error);
          }
          if (!said.includes('known escape')) return `accepted ${version}`;
        }
        return 'refused';
      },
    },
  ],
};
