import { defineConfig } from 'vitest/config';
import { LongestFirst } from './e2e/support/longest-first.ts';

const NODE_FLAGS = ['--disable-warning=ExperimentalWarning', '--no-node-snapshot'];
// With a mutant named, the product is changed in memory as it is loaded: see e2e/isolation/mutants.
const MUTANT = process.env.DAFTAR_MUTANT ? ['--import', './e2e/isolation/mutants/patch.ts'] : [];
// The runs of the mutants are one file each, on a server that runs already; only loading changes them.
const IS_OF_MUTANTS = process.env.DAFTAR_TEST_DATABASE !== undefined;
// The compile cache would keep every file of ours again for every test file.
const SHARED_PROCESSES = {
  isolate: false,
  execArgv: [...NODE_FLAGS, '--import', './e2e/support/fresh-code.ts'],
  env: { NODE_DISABLE_COMPILE_CACHE: '1' },
};
const EXCLUDED = [
  '**/node_modules/**',
  '**/.next/**',
  '**/.data/**',
  'artifacts/**',
  'plugins/sdk/template/**',
];

/**
 * Three kinds of tests. `unit` needs nothing but the code (and ../shared/data beside the repository). `integration`
 * runs against real parts: one PostgreSQL for the run, a database of its own for each file, the emulators, Express.
 * Its files share a few processes and nothing in them but the packages: see e2e/support/fresh-code.ts.
 * `hostile` is the plugins that attack the platform: `npm run test:hostile`.
 * `billing-faults` is metering with a Stripe that fails: `npm run test:billing-faults`.
 * `isolation` is the policy matrix, the oracles and what they share: `npm run test:isolation`.
 */
export default defineConfig({
  test: {
    pool: 'forks',
    isolate: true,
    // The code runs as Node runs it in production: its own type stripping and import.meta, nothing rewritten.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    execArgv: [...NODE_FLAGS, ...MUTANT],
    // The database, the emulators and the cage share these cores with the tests; two leave a sixth of two cores unused.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // They share nothing but the code, so that one process loads it once for all of them: half the time.
          isolate: false,
          include: ['**/*.test.ts'],
          exclude: [
            ...EXCLUDED,
            '**/*.int.test.ts',
            '**/*.iso.test.ts',
            '**/*.hostile.test.ts',
            '**/*.faults.test.ts',
          ],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          setupFiles: ['e2e/support/clean-process.ts'],
          ...(IS_OF_MUTANTS ? {} : SHARED_PROCESSES),
          include: ['**/*.int.test.ts'],
          exclude: EXCLUDED,
          globalSetup: ['e2e/support/shared-database.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'hostile',
          include: ['e2e/hostile/*.hostile.test.ts'],
          exclude: EXCLUDED,
          execArgv: [...NODE_FLAGS, '--expose-gc'],
          globalSetup: ['e2e/support/shared-database.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'billing-faults',
          include: ['e2e/billing-faults/*.faults.test.ts'],
          exclude: EXCLUDED,
          globalSetup: ['e2e/support/shared-database.ts'],
          testTimeout: 1_200_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'isolation',
          include: ['e2e/isolation/**/*.iso.test.ts'],
          exclude: EXCLUDED,
          globalSetup: ['e2e/support/shared-database.ts'],
          testTimeout: 1_800_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
