import { spawnSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildPackage, SDK_FOLDER } from './build-package.ts';

/*
 * npm run sdk:pack     builds the SDK and writes artifacts/sdk/{daftar-sdk,create-daftar-plugin}-<version>.tgz, as they are published to npm.
 * The same sources give the same bytes: npm writes no times into an archive, and nothing else does.
 */
const target = join(SDK_FOLDER, '../../artifacts/sdk');
await buildPackage();
mkdirSync(target, { recursive: true });
// The second package has only a name: `npx create-daftar-plugin` looks for one that is called so.
for (const folder of [SDK_FOLDER, join(SDK_FOLDER, 'create-daftar-plugin')]) {
  const { status, stdout, stderr } = spawnSync('npm', ['pack', '--json', '--pack-destination', target], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`npm pack failed.\n${stderr}`);
  const answer: unknown = JSON.parse(stdout);
  const [packed] = (Array.isArray(answer) ? answer : Object.values(answer as object)) as {
    filename: string;
  }[];
  const file = join(target, packed?.filename ?? '');
  const bytes = readFileSync(file);
  console.log(`${file}: ${bytes.length} bytes, sha256 ${hash('sha256', bytes)}`);
}
