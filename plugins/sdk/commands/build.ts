import { Command } from 'commander';
import { buildPlugin } from '../build/build-plugin.ts';

/** `build [folder]`: the bundle as files, to look at. */
export function buildCommand(): Command {
  return new Command('build')
    .description('check the manifest, bundle the code and write dist/')
    .argument('[folder]', 'folder with plugin.json and src/index.ts', '.')
    .action(async (folder: string) => {
      const { manifest, integrity, packed } = await buildPlugin(folder);
      console.log(
        `${manifest.id} ${manifest.version}: ${packed.length} bytes packed, sha256 ${integrity.sha256}`,
      );
    });
}
