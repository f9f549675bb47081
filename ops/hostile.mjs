#!/usr/bin/env node
// `npm run test:hostile`: plugins that attack the platform, each measured beside a victim.
//   npm run test:hostile              runs every case
//   npm run test:hostile -- --write   and writes docs/plugins/hostile.md
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const isWriting = process.argv.includes('--write');

const { status } = spawnSync(
  process.execPath,
  [
    path.join(root, 'node_modules/vitest/vitest.mjs'),
    ...['run', '--project', 'hostile', '--reporter', 'default'],
    ...['--reporter', 'json', `--outputFile.json=${path.join(root, 'artifacts/test-results/hostile.json')}`],
  ],
  {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...(isWriting ? { DAFTAR_HOSTILE_WRITE: 'true' } : {}) },
  },
);
process.exit(status ?? 1);
