import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Command } from 'commander';
import { CommandError, EXIT } from './command-error.ts';
import { installedFrom, PACKAGE_FOLDER, packageVersion } from './package-facts.ts';

const TEXT_FILES = ['plugin.json', 'README.md'];
/** Packages whose install scripts are needed: the pinned Node, the cage’s engine and the bundler. */
const SCRIPTS_ALLOWED = { esbuild: true, 'isolated-vm': true, node: true };

/** `create <name>`: a new folder with a plugin that builds, and a test that passes. */
export function createCommand(name = 'create'): Command {
  return new Command(name)
    .description('make a new plugin from the template')
    .argument('<name>', 'name of the folder and the plugin: small letters, digits and hyphens')
    .option('--sdk <spec>', 'where npm gets the SDK: a version or file:<path of the archive>')
    .action(async (folder: string, options: { sdk?: string }) => {
      await createPlugin(folder, options.sdk ?? (await installedFrom()) ?? (await packageVersion()));
      console.log(
        `${folder} is ready. Go on with:\n\n  cd ${folder}\n  npm install\n  npm test\n  npm run dev\n`,
      );
    });
}

async function createPlugin(folder: string, sdk: string): Promise<void> {
  const target = resolve(folder);
  const name = basename(target);
  if (!/^[a-z][a-z0-9-]{0,40}$/.test(name))
    throw new CommandError(
      `"${name}" cannot be the name of a plugin. Use small letters, digits and hyphens, beginning with a letter.`,
      EXIT.usage,
    );
  const existing = await readdir(target).catch(() => []);
  if (existing.length > 0)
    throw new CommandError(`${folder} is there and not empty. Choose another name, or empty it.`, EXIT.usage);
  await mkdir(target, { recursive: true });
  try {
    await fill(target, name, sdk);
  } catch (error) {
    if (existing.length === 0) await rm(target, { recursive: true, force: true });
    throw error;
  }
}

async function fill(target: string, name: string, sdk: string): Promise<void> {
  await cp(join(PACKAGE_FOLDER, 'template'), target, { recursive: true });
  const title = name
    .split('-')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join(' ');
  for (const file of TEXT_FILES) {
    const path = join(target, file);
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replaceAll('__NAME__', name).replaceAll('__TITLE__', title));
  }
  const manifest = {
    name,
    version: '0.0.0',
    private: true,
    type: 'module',
    engines: { node: '>=20' },
    scripts: {
      dev: 'daftar-plugin dev',
      test: 'daftar-plugin test',
      hostile: 'daftar-plugin test --hostile',
      validate: 'daftar-plugin validate',
      pack: 'daftar-plugin pack',
      types: 'tsc',
    },
    devDependencies: { '@daftar/sdk': sdk, '@types/node': '24.19.2', typescript: '6.0.3' },
    allowScripts: SCRIPTS_ALLOWED,
  };
  await writeFile(join(target, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  // Written here, because npm leaves files of this name out of packages.
  await writeFile(join(target, '.gitignore'), 'node_modules/\ndist/\n*.daftar.zip\n');
}
