/*
 * Who may import whom. A module is reached through its index.ts, or through worker.ts, the second door that only
 * background processes use. Imports run one way, from the server down to the kernel. Tests and tools for tests may
 * reach everywhere.
 */
const TESTS = '(\\.test\\.ts$|/testing/|/test-support\\.ts$|^e2e/)';
const TIERS = [
  ['core/kernel'],
  ['core/tenancy', 'core/observability', 'core/storage', 'core/jobs', 'core/documents'],
  ['core/identity', 'core/school', 'core/timetable', 'core/finance', 'core/communication', 'core/billing'],
  ['core/attendance', 'core/gradebook'],
  [
    'core/interop',
    'core/sandbox',
    'core/administration',
    'core/reports',
    'core/search',
    'core/year-end',
    'core/dashboards',
  ],
  ['marketplace'],
  ['admin'],
  ['core/server'],
];

const folder = (modules) => `^(${modules.join('|')})/`;

const upward = TIERS.slice(0, -1).map((modules, tier) => ({
  name: `downward-only-from-${modules[0].replace('core/', '')}`,
  severity: 'error',
  comment: `Modules of the tier of ${modules.join(', ')} know nothing of those above them.`,
  from: { path: folder(modules), pathNot: TESTS },
  to: { path: folder(TIERS.slice(tier + 1).flat()) },
}));

module.exports = {
  forbidden: [
    ...upward,
    {
      name: 'through-the-door',
      severity: 'error',
      comment:
        'Another module is reached through its index.ts, worker.ts (background) or browser.ts (client components).',
      from: { path: '^(core/[^/]+|marketplace|admin)/', pathNot: TESTS },
      to: {
        path: '^(core/[^/]+|marketplace)/.+',
        pathNot: ['^$1/', '^(core/[^/]+|marketplace)/(index|worker|browser)\\.ts$'],
      },
    },
    {
      name: 'configuration-through-the-door',
      severity: 'error',
      comment: 'payload.config.ts and ops see modules through their index.ts too.',
      from: { path: '^(payload\\.config\\.ts|ops/)', pathNot: TESTS },
      to: {
        path: '^(core/[^/]+|marketplace)/.+',
        pathNot: '^(core/[^/]+|marketplace)/(index|worker|browser)\\.ts$',
      },
    },
    {
      name: 'pages-without-the-second-door',
      severity: 'error',
      comment: 'The panel does not pull the providers’ SDKs and the cage into its bundle.',
      from: { path: ['^admin/', '^payload\\.config\\.ts$'], pathNot: TESTS },
      to: { path: '/worker\\.ts$' },
    },
    {
      name: 'plugins-know-the-sdk-alone',
      severity: 'error',
      comment: 'What partners can do is what the SDK offers.',
      from: { path: '^plugins/(?!sdk/)([^/]+)/', pathNot: TESTS },
      to: { pathNot: ['^plugins/$1/', '^plugins/sdk/index\\.ts$', '^node_modules/'] },
    },
    {
      name: 'the-sdk-knows-nobody',
      severity: 'error',
      comment:
        'The SDK is published alone; it brings the cage with it, so that partners run what schools run.',
      from: { path: '^plugins/sdk/', pathNot: TESTS },
      to: { path: '^(core|marketplace|admin|e2e|plugins/(?!sdk/))', pathNot: '^core/sandbox/cage\\.ts$' },
    },
    {
      name: 'the-sdk-through-its-doors',
      severity: 'error',
      comment: 'The product uses of the SDK what partners use, and its tools for Node.',
      from: { path: '^(core|marketplace|admin|ops)/', pathNot: TESTS },
      to: { path: '^plugins/', pathNot: '^plugins/sdk/(index|node|registry|browser|docs)\\.ts$' },
    },
    {
      name: 'no-bundler-in-the-panel',
      severity: 'error',
      comment:
        'Endpoints are part of the panel; node.ts of the SDK brings esbuild along, registry.ts does not.',
      from: { path: ['^marketplace/', '^admin/', '^payload\\.config\\.ts$'], pathNot: TESTS },
      to: { path: '^plugins/sdk/node\\.ts$' },
    },
    {
      name: 'no-cage-in-the-panel',
      severity: 'error',
      comment:
        'Endpoints are part of the panel; of the cage they know the types, and the worker, whose calls call-plugin.ts makes, hands it to them.',
      from: {
        path: ['^marketplace/', '^admin/', '^payload\\.config\\.ts$'],
        pathNot: `${TESTS}|^marketplace/services/call-plugin\\.ts$`,
      },
      to: { path: '^core/sandbox/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-tests-in-the-product',
      severity: 'error',
      comment: 'The emulators are programs beside the product; it starts them and never imports them.',
      from: { path: '^(core|marketplace|admin|plugins|ops)/', pathNot: TESTS },
      to: { path: TESTS },
    },
    {
      name: 'the-oracle-knows-nobody',
      severity: 'error',
      comment: 'What checks the prices shares no code with what it checks.',
      from: { path: '^e2e/billing-oracle/(fraction|calendar|prices|life)\\.ts$' },
      to: { pathNot: '^e2e/billing-oracle/(fraction|calendar|prices|life)\\.ts$' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      comment: 'Two files that need each other are one file, or have a third between them.',
      from: { pathNot: TESTS },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'Every import leads somewhere.',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(@daftar/sdk|daftar-plugin)' },
    },
    {
      name: 'declared',
      severity: 'error',
      comment:
        'A package is used only when package.json names it; tests and tools may use what is for development.',
      from: { pathNot: `${TESTS}|\\.config\\.ts$|^ops/` },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(\\.next|dist|\\.data|artifacts)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['node', 'import', 'default', 'types'],
    },
  },
};
