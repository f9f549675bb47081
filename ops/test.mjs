#!/usr/bin/env node
// Everything that `npm test` checks, in order, stopping at the first failure. Plain JavaScript that an old Node reads;
// the work itself runs under the Node that package.json pins.
//   npm test                     all stages
//   npm test -- unit browser     only these
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const results = path.join(root, 'artifacts/test-results');
const chromium = process.env.CHROMIUM_PATH || '/usr/bin/chromium';

const STAGES = [
  {
    name: 'lint',
    title: 'Style, import directions, overridden access, the map of attacks',
    run: () => npm('lint'),
  },
  { name: 'types', title: 'Types', run: () => npm('types') },
  {
    name: 'migrations',
    title: 'Collections and migrations agree',
    run: () => npm('migrations:diff', '--check'),
  },
  { name: 'generated', title: 'Generated files are current', run: () => npm('generate', '--check') },
  {
    name: 'gates',
    title: 'Gates: versions, secrets, lock file, bill of materials, regular expressions',
    run: () => npm('gates'),
  },
  { name: 'unit', title: 'Unit tests', run: () => vitest('unit') },
  {
    name: 'integration',
    title: 'Integration tests',
    run: () => vitest('integration'),
    needs: ['redis-server'],
  },
  {
    name: 'isolation',
    title: 'No school sees another: policy matrix, oracles, mutants',
    run: () => npm('test:isolation'),
  },
  {
    name: 'hostile',
    title: 'Plugins that attack the platform',
    run: () => vitest('hostile', '--no-file-parallelism'),
  },
  {
    name: 'billing-faults',
    title: 'Metering while senders die and Stripe fails',
    run: () => npm('test:billing-faults'),
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

main();

function main() {
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
  for (const stage of stages) {
    console.log(`\n=== ${stage.title} ${'='.repeat(Math.max(3, 90 - stage.title.length))}`);
    const begun = Date.now();
    const outcome = stage.run();
    sum.passed += outcome.passed;
    sum.failed += outcome.failed;
    console.log(`--- ${outcome.ok ? 'passed' : 'FAILED'} in ${seconds(begun)} s`);
    if (!outcome.ok) {
      console.log(`\n${stage.title}: failed. The stages after it did not run.`);
      console.log(`${sum.passed} passed, ${Math.max(1, sum.failed)} failed`);
      process.exit(1);
    }
  }
  console.log(`\nAll ${stages.length} stages passed in ${seconds(started)} s.`);
  console.log(`${sum.passed} passed, 0 failed`);
}

function npm(script, ...args) {
  const { status } = execute('npm', ['run', '--silent', script, ...(args.length > 0 ? ['--', ...args] : [])]);
  const ok = status === 0;
  return { ok, passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
}

function vitest(project, ...more) {
  const file = path.join(results, `${project}.json`);
  const { status } = execute('vitest', [
    'run',
    ...['--project', project, ...more],
    ...['--reporter', 'default', '--reporter', 'json', `--outputFile.json=${file}`],
  ]);
  const report = readJson(file);
  return {
    ok: status === 0 && report !== undefined && report.numFailedTests === 0 && report.numPassedTests > 0,
    passed: report ? report.numPassedTests : 0,
    failed: report ? report.numFailedTests : 1,
  };
}

function playwright() {
  const file = path.join(results, 'browser.json');
  environment.PLAYWRIGHT_JSON_OUTPUT_NAME = file;
  environment.CHROMIUM_PATH = chromium;
  // Playwright stops the server after everything of its own, so the data directory is made and removed here.
  environment.DAFTAR_BROWSER_DATA = mkdtempSync(path.join(tmpdir(), 'daftar-browser-'));
  chmodSync(environment.DAFTAR_BROWSER_DATA, 0o755);
  const { status } = execute('playwright', [
    'test',
    '-c',
    'e2e/playwright.config.ts',
    '--reporter',
    'list,json',
  ]);
  rmSync(environment.DAFTAR_BROWSER_DATA, { recursive: true, force: true });
  const { stats } = readJson(file) || {};
  return {
    ok: status === 0 && stats !== undefined && stats.unexpected === 0 && stats.expected > 0,
    passed: stats ? stats.expected : 0,
    failed: stats ? stats.unexpected : 1,
  };
}

/** Programs that npm does not bring: Chromium for the browser tests, Redis for the queue. */
function installPrograms(needed) {
  const isMissing = {
    chromium: () => !existsSync(chromium),
    'redis-server': () => !isOnPath('redis-server'),
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

function seconds(since) {
  return Math.round((Date.now() - since) / 100) / 10;
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
