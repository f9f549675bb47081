#!/usr/bin/env node
// The policy tables of docs/security/policy: compares them with the product, or writes a proposal to be reviewed.
//   npm run policy
//   npm run policy -- --write
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const write = process.argv.includes('--write');
const files = ['e2e/isolation/matrix', 'e2e/isolation/routes'];
const { status } = spawnSync(
  process.execPath,
  [path.join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'isolation', ...files],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...(write ? { DAFTAR_POLICY: 'write' } : {}) },
  },
);
if (write)
  console.log(
    'Review "git diff docs/security/policy": every changed cell is a decision about who may do what.',
  );
process.exit(status ?? 1);
