import { Command } from 'commander';
import { connectPartner } from './partner-client.ts';
import { validPlugin } from './validate.ts';

export const DEFAULT_PLATFORM = 'http://partners.localhost:3000';

/** `publish [folder]`: checks and packs here, sends the archive, and shows what the platform says of it. */
export function publishCommand(): Command {
  return new Command('publish')
    .description('send a version to a platform; a published version never changes')
    .argument('[folder]', 'folder with plugin.json and src/index.ts', '.')
    .option('--to <address>', 'partner host of the platform', DEFAULT_PLATFORM)
    .action(async (folder: string, { to }: { to: string }) => {
      const plugin = await validPlugin(folder);
      const client = await connectPartner(to);
      const answer = (await client.post('/api/partner/versions', {
        archive: plugin.packed.toString('base64'),
        sha256: plugin.sha256,
      })) as { status: string; plugin: string; version: string };
      console.log(
        answer.status === 'known'
          ? `${answer.plugin} ${answer.version} was published before, with the same content.`
          : `${answer.plugin} ${answer.version} is published.`,
      );
    });
}
