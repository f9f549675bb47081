#!/usr/bin/env node
// Runs Daftar under the Node that package.json pins, whatever Node is installed. Plain JavaScript without new
// syntax, because an old Node reads it.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
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

const flags = JSON.parse(readFileSync(path.join(here, 'node-flags.json'), 'utf8'));
// Node lets its heap grow by the memory of the machine: a process that serves took 450 MB before its first request and
// takes 290 MB with these limits, of which 95 MB are in use. NODE_OPTIONS with a limit of its own wins.
const isServing = ['start', 'web', 'worker'].includes(process.argv[2]);
const limits = isServing && !/max-old-space-size/.test(process.env.NODE_OPTIONS || '') ? flags.serving : [];

const child = spawn(
  node,
  [...flags.always, ...limits, path.join(here, 'main.ts'), ...process.argv.slice(2)],
  // React and Next read NODE_ENV; which environment this is says DAFTAR_ENV.
  { stdio: 'inherit', env: { NODE_ENV: 'production', ...process.env } },
);
// A terminal sends Ctrl-C to the whole group, a supervisor to us alone: passed on either way, the child takes two as one.
process.on('SIGINT', () => child.kill('SIGTERM'));
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
