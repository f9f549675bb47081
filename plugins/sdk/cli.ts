import { Command } from 'commander';
import { buildPlugin, readManifest } from './node.ts';

const program = new Command('daftar-plugin').description('Builds and checks Daftar plugins.');

program
  .command('validate')
  .argument('<folder>', 'folder with a plugin.json')
  .description('check the manifest')
  .action(async (folder: string) => {
    const manifest = await readManifest(folder);
    console.log(`${manifest.id} ${manifest.version}: the manifest is valid.`);
  });

program
  .command('build')
  .argument('<folder>', 'folder with a plugin.json and src/index.ts')
  .description('check the manifest, bundle the code and write dist/')
  .action(async (folder: string) => {
    const { manifest, integrity, packed } = await buildPlugin(folder);
    console.log(
      `${manifest.id} ${manifest.version}: ${packed.length} bytes packed, sha256 ${integrity.sha256}`,
    );
  });

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
