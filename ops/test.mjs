#!/usr/bin/env node
// Everything that `npm test` checks, in order, stopping at the first failure; what would leave a core idle goes side by
// side. Plain JavaScript that an old Node reads; the work itself runs under the Node that package.json pins.
//   npm test                     all stages
//   npm test -- unit browser     only these
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const results = path.join(root, 'artifacts/test-results');
const chromium = process.env.CHROMIUM_PATH || '/usr/bin/chromium';

const STAGES = [
  {
    name: 'lint',
    title: 'Style, import directions, overridden access, the map of attacks',
    check: ['lint'],
  },
  { name: 'types', title: 'Types', check: ['types'] },
  { name: 'migrations', title: 'Collections and migrations agree', check: ['migrations:diff', '--check'] },
  { name: 'generated', title: 'Generated files are current', check: ['generate', '--check'] },
  {
    name: 'gates',
    title: 'Gates: versions, secrets, lock file, bill of materials, regular expressions',
    check: ['gates'],
  },
  { name: 'unit', title: 'Unit tests', run: (way) => vitest(way, 'unit') },
  {
    name: 'integration',
    title: 'Integration tests',
    run: (way) => vitest(way, 'integration'),
    needs: ['redis-server', 'pgbouncer'],
  },
  {
    name: 'isolation',
    title: 'No school sees another: policy matrix, oracles, mutants',
    run: (way) => npm(way, 'test:isolation'),
  },
  {
    name: 'hostile',
    title: 'Plugins that attack the platform',
    // By itself: it measures for how long this process and its neighbours were held up.
    run: (way) => vitest(way, 'hostile', '--no-file-parallelism'),
  },
  {
    name: 'billing-faults',
    title: 'Metering while senders die and Stripe fails',
    // Both go one step after the other and leave a core idle, so they go side by side.
    beside: 'browser',
    run: (way) => npm(way, 'test:billing-faults'),
  },
  { name: 'browser', title: 'Browser tests', run: playwright, needs: ['chromium'] },
];

const environment = {
  ...process.env,
  // Every test file is a process that loads the whole product: what was compiled once is kept for the others.
  NODE_COMPILE_CACHE: path.join(root, 'node_modules/.cache/compiled'),
  PATH: [
    path.join(root, 'node_modules/node/bin'),
    path.join(root, 'node_modules/.bin'),
    process.env.PATH,
  ].join(path.delimiter),
};

/** How many checks that use one core run at once. */
const CHECKS_AT_ONCE = 2;

await main();

async function main() {
  const wanted = process.argv.slice(2);
  const unknown = wanted.find((name) => !STAGES.some((stage) => stage.name === name));
  if (unknown)
    fail(`There is no stage "${unknown}"; there are ${STAGES.map((stage) => stage.name).join(', ')}.`);
  if (!existsSync(path.join(root, 'node_modules/node/bin')))
    fail('The packages are not installed. Run "npm ci" and try again.');
  const stages = STAGES.filter((stage) => wanted.length === 0 || wanted.includes(stage.name));
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  installPrograms(stages.flatMap((stage) => stage.needs || []));
  const sum = { passed: 0, failed: 0 };
  const started = Date.now();
  const take = (stage, outcome, begun, ended = Date.now()) => {
    sum.passed += outcome.passed;
    sum.failed += outcome.failed;
    console.log(`--- ${outcome.ok ? 'passed' : 'FAILED'} in ${seconds(begun, ended)} s`);
    if (outcome.ok) return;
    console.log(`\n${stage.title}: failed. The stages after it did not run.`);
    console.log(`${sum.passed} passed, ${Math.max(1, sum.failed)} failed`);
    process.exit(1);
  };
  await runChecks(
    stages.filter((stage) => stage.check),
    take,
  );
  const waiting = stages.filter(({ run }) => run);
  for (let stage = waiting.shift(); stage !== undefined; stage = waiting.shift()) {
    const { beside } = stage;
    const neighbour = waiting.findIndex(({ name }) => name === beside);
    await runTogether([...(neighbour >= 0 ? waiting.splice(neighbour, 1) : []), stage], take);
  }
  console.log(`\nAll ${stages.length} stages passed in ${seconds(started)} s.`);
  console.log(`${sum.passed} passed, 0 failed`);
}

function heading({ title }) {
  return `\n=== ${title} ${'='.repeat(Math.max(3, 90 - title.length))}`;
}

/** The checks that look at files alone, side by side; what each said is shown when it ends. */
async function runChecks(stages, take) {
  const waiting = [...stages];
  const next = async () => {
    for (let stage = waiting.shift(); stage !== undefined; stage = waiting.shift()) {
      const begun = Date.now();
      const [script, ...args] = stage.check;
      const { status, said } = await listen('npm', [
        'run',
        '--silent',
        script,
        ...(args.length > 0 ? ['--', ...args] : []),
      ]);
      console.log(`${heading(stage)}\n${said.trimEnd()}`);
      take(stage, { ok: status === 0, passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1 }, begun);
    }
  };
  await Promise.all(Array.from({ length: CHECKS_AT_ONCE }, next));
}

/** The first says what it does as it does it; what the others said is shown after it. All end before one that failed counts. */
async function runTogether(stages, take) {
  console.log(heading(stages[0]));
  const begun = Date.now();
  const outcomes = await Promise.all(
    stages.map(async (stage, place) => ({
      ...{ stage, place },
      outcome: await stage.run(place === 0 ? show : listen),
      ended: Date.now(),
    })),
  );
  outcomes.sort((one, other) => Number(other.outcome.ok) - Number(one.outcome.ok) || one.place - other.place);
  for (const { stage, place, outcome, ended } of outcomes) {
    if (place > 0) console.log(`${heading(stage)}\n${outcome.said.trimEnd()}`);
    else if (stages.length > 1) console.log(`--- ${stage.name}:`);
    take(stage, outcome, begun, ended);
  }
}

/** Runs a program that writes straight to this process's output. */
async function show(command, args) {
  const child = spawn(command, args, {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const status = await new Promise((resolve) => child.on('close', resolve));
  return { status, said: '' };
}

/** Runs a program and keeps what it says. */
function listen(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part) => {
        said += part;
      });
    child.on('close', (status) => resolve({ status, said }));
  });
}

async function npm(way, script) {
  const { status, said } = await way('npm', ['run', '--silent', script]);
  const ok = status === 0;
  return { ok, passed: ok ? 1 : 0, failed: ok ? 0 : 1, said };
}

async function vitest(way, project, ...more) {
  const file = path.join(results, `${project}.json`);
  const { status, said } = await way('vitest', [
    'run',
    ...['--project', project, ...more],
    ...['--reporter', 'default', '--reporter', 'json', `--outputFile.json=${file}`],
  ]);
  const report = readJson(file);
  return {
    ok: status === 0 && report !== undefined && report.numFailedTests === 0 && report.numPassedTests > 0,
    passed: report ? report.numPassedTests : 0,
    failed: report ? report.numFailedTests : 1,
    said,
  };
}

async function playwright(way) {
  const file = path.join(results, 'browser.json');
  environment.PLAYWRIGHT_JSON_OUTPUT_NAME = file;
  environment.CHROMIUM_PATH = chromium;
  // Playwright stops the server after everything of its own, so the data directory is made and removed here.
  environment.DAFTAR_BROWSER_DATA = temporaryFolder('daftar-browser-');
  const { status, said } = await way('playwright', [
    ...['test', '-c', 'e2e/playwright.config.ts'],
    ...['--reporter', 'list,json'],
  ]);
  rmSync(environment.DAFTAR_BROWSER_DATA, { recursive: true, force: true });
  const { stats } = readJson(file) || {};
  return {
    ok: status === 0 && stats !== undefined && stats.unexpected === 0 && stats.expected > 0,
    passed: stats ? stats.expected : 0,
    failed: stats ? stats.unexpected : 1,
    said,
  };
}

// In TypeScript, which the Node that runs this may not read.
function temporaryFolder(prefix) {
  const program = `import { temporaryFolder } from './e2e/support/temporary-folder.ts'; console.log(temporaryFolder('${prefix}'));`;
  const { stdout } = spawnSync('node', ['--input-type=module', '--eval', program], {
    ...{ cwd: root, env: environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  });
  return stdout.trim();
}

/** Programs that npm does not bring: Chromium for the browser tests, Redis for the queue, PgBouncer for pooled connections. */
function installPrograms(needed) {
  const isMissing = {
    chromium: () => !existsSync(chromium),
    'redis-server': () => !isOnPath('redis-server'),
    pgbouncer: () => !isOnPath('pgbouncer'),
  };
  const missing = needed.filter((name) => isMissing[name]());
  if (missing.length === 0) return;
  // Chromium alone draws Arabic as boxes.
  const packages = missing.flatMap((name) =>
    name === 'chromium' ? ['chromium', 'fonts-dejavu-core'] : [name],
  );
  const isRoot = typeof process.getuid === 'function' && process.getuid() === 0;
  const command = `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  if (!isRoot || !isOnPath('apt-get')) {
    fail(
      `The tests need ${missing.join(' and ')}. On Debian or Ubuntu run:\n\n  sudo sh -c '${command}'\n\nElsewhere install ${
        missing.length > 1 ? 'them' : 'it'
      } and set CHROMIUM_PATH to the browser's program. Then run "npm test" again.`,
    );
  }
  console.log(`Installing ${packages.join(', ')} ...`);
  environment.DEBIAN_FRONTEND = 'noninteractive';
  const { status } = execute('sh', ['-c', `(${command}) >/dev/null`]);
  if (status !== 0 || missing.some((name) => isMissing[name]()))
    fail(`${missing.join(' and ')} could not be installed. Run this by hand to see why:\n\n  ${command}`);
}

function isOnPath(program) {
  return spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;
}

function execute(command, args) {
  return spawnSync(command, args, { cwd: root, env: environment, stdio: ['ignore', 'inherit', 'inherit'] });
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function seconds(since, until = Date.now()) {
  return Math.round((until - since) / 100) / 10;
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
