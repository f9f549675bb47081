// Starts the command line under the Node that the platform runs, whatever Node is installed: the cage is the same then.
// Plain JavaScript, because an older Node reads it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;
const here = path.dirname(fileURLToPath(import.meta.url));

/** Runs `dist/<name>.js` and ends as it ends. `anyNode` is for what does not need the cage. */
export function launch(name, { anyNode = false } = {}) {
  const node =
    pinnedNode() ??
    (Number(process.versions.node.split('.')[0]) >= NEEDED || anyNode ? process.execPath : undefined);
  if (node === undefined) {
    console.error(
      `This needs Node ${NEEDED}, which npm installs with the package "node"; this is Node ${process.versions.node}. ` +
        'Allow install scripts for "node" in package.json ("allowScripts"), run "npm install" and start again.',
    );
    process.exit(2);
  }
  // In the repository the source itself; the package has only what was built from it.
  const source = path.join(here, `${name}.ts`);
  const main = existsSync(source) ? source : path.join(here, '..', 'dist', `${name}.js`);
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', main, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  // A terminal sends Ctrl-C to the whole group: the child ends by itself and this one waits for it.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

function pinnedNode() {
  try {
    const folder = path.dirname(createRequire(import.meta.url).resolve('node/package.json'));
    const program = path.join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(program) ? program : undefined;
  } catch {
    return undefined;
  }
}
