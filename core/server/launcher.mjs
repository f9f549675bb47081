#!/usr/bin/env node
// Runs Daftar under the Node that package.json pins, whatever Node is installed. Plain JavaScript without new
// syntax, because an old Node reads it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const pinned = path.join(
  here,
  '../../node_modules/node/bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);
const major = Number(process.versions.node.split('.')[0]);

if (!existsSync(path.join(here, '../../node_modules/payload'))) {
  console.error('The packages of Daftar are not installed; run "npm ci" in this folder and start again.');
  process.exit(1);
}

let node;
if (existsSync(pinned)) node = pinned;
else if (major >= 24) node = process.execPath;
else {
  console.error(
    'Daftar needs Node 24, which "npm ci" installs beside it; this is Node ' +
      process.versions.node +
      ' and the pinned one is missing. Run "npm ci" (with install scripts allowed for the package "node") and start again.',
  );
  process.exit(1);
}

const child = spawn(
  node,
  [
    '--disable-warning=ExperimentalWarning',
    '--no-node-snapshot',
    path.join(here, 'main.ts'),
    ...process.argv.slice(2),
  ],
  // React and Next read NODE_ENV; which environment this is says DAFTAR_ENV.
  { stdio: 'inherit', env: { NODE_ENV: 'production', ...process.env } },
);
// A terminal sends Ctrl-C to the whole group, a supervisor to us alone: passed on either way, the child takes two as one.
process.on('SIGINT', () => child.kill('SIGTERM'));
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
