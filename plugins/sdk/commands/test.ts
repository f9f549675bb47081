import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { glob } from 'node:fs/promises';
import { resolve } from 'node:path';
import { styleText } from 'node:util';
import { Command } from 'commander';
import { buildPlugin } from '../build/build-plugin.ts';
import { type HostileResult, runHostile } from '../local/hostile.ts';
import { CommandError, EXIT } from './command-error.ts';
import { withCage } from './with-cage.ts';

/** `test [folder]`: the plugin’s own tests; with --hostile, what no author thinks of. */
export function testCommand(): Command {
  return new Command('test')
    .description('run the tests of a plugin; with --hostile, every handler under hostile conditions')
    .argument('[folder]', 'folder with plugin.json and src/index.ts', '.')
    .option('--hostile', 'deny, fail, slow down, empty and enlarge every answer, and repeat every event')
    .action(async (folder: string, { hostile }: { hostile?: boolean }) =>
      hostile ? testHostile(folder) : testOwn(folder),
    );
}

async function testOwn(folder: string): Promise<void> {
  const files: string[] = [];
  for await (const file of glob('{src,test}/**/*.test.{ts,mts,js,mjs}', { cwd: folder })) files.push(file);
  if (files.length === 0)
    throw new CommandError(
      'There are no tests. Write one as test/plugin.test.ts; the guide shows how.',
      EXIT.usage,
    );
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--test', ...files.sort()],
    {
      cwd: resolve(folder),
      stdio: 'inherit',
    },
  );
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new CommandError('Some tests failed; they are listed above.');
}

async function testHostile(folder: string): Promise<void> {
  const plugin = await buildPlugin(folder, { write: false });
  const show = ({ entry, condition, problems, record }: HostileResult): void => {
    const mark = problems.length === 0 ? styleText('green', '✓') : styleText('red', '✗');
    console.log(`${mark} ${entry.kind} ${entry.name}, ${condition}: ${record.code}`);
    for (const problem of problems) console.log(`    ${problem}`);
  };
  const results = await withCage((supervisor) => runHostile({ supervisor, plugin }, show));
  const failed = results.filter(({ problems }) => problems.length > 0).length;
  console.log(`${results.length - failed} of ${results.length} hostile conditions passed.`);
  if (failed > 0)
    throw new CommandError('The plugin does not stand up to all of them; the lines above say why.');
}
