import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { validPlugin } from './validate.ts';

/** `pack [folder]`: the archive that is published; the same plugin gives the same bytes. */
export function packCommand(): Command {
  return new Command('pack')
    .description('write the archive that is published')
    .argument('[folder]', 'folder with plugin.json and src/index.ts', '.')
    .option('--out <file>', 'where to write it')
    .action(async (folder: string, { out }: { out?: string }) => {
      const { manifest, integrity, packed } = await validPlugin(folder);
      const file = out ?? join(folder, `${manifest.id}-${manifest.version}.daftar.zip`);
      await writeFile(file, packed);
      console.log(`${file}: ${packed.length} bytes, sha256 ${integrity.sha256}`);
    });
}
