import { Command } from 'commander';
import { checkPlugin } from '../local/check-plugin.ts';
import { CommandError } from './command-error.ts';
import { withCage } from './with-cage.ts';

/** `validate [folder]`: what the registry checks, before anything is sent. */
export function validateCommand(): Command {
  return new Command('validate')
    .description('check plugin.json, the code and what it uses, as the registry does')
    .argument('[folder]', 'folder with plugin.json and src/index.ts', '.')
    .action(async (folder: string) => {
      const { manifest } = await validPlugin(folder);
      console.log(`${manifest.id} ${manifest.version} is valid.`);
    });
}

/** The built plugin of a folder. Throws a CommandError with every problem. */
export async function validPlugin(folder: string) {
  const { plugin, problems } = await withCage((supervisor) => checkPlugin(folder, supervisor));
  if (problems.length > 0)
    throw new CommandError(
      `The plugin is not ready.\n${problems.map((problem) => `- ${problem}`).join('\n')}`,
    );
  return plugin;
}
