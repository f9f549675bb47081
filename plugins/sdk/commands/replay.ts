import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { buildPlugin } from '../build/build-plugin.ts';
import { type ReplayBundle, replayBundle, replayCall } from '../local/replay.ts';
import { CommandError, EXIT } from './command-error.ts';
import { adviceFor, describeCall } from './print.ts';
import { withCage } from './with-cage.ts';

/** `replay <file> [folder]`: a call that failed at a school, here, with fakes instead of people. */
export function replayCommand(): Command {
  return new Command('replay')
    .description('run a failed call of a school again in the local cage')
    .argument('<file>', 'replay bundle, as the partner console gives it')
    .argument('[folder]', 'folder with plugin.json and src/index.ts', '.')
    .action(async (file: string, folder: string) => {
      const bundle = await readBundle(file);
      const plugin = await buildPlugin(folder, { write: false });
      if (plugin.manifest.id !== bundle.plugin.id)
        throw new CommandError(
          `The call is of ${bundle.plugin.id}, and this folder has ${plugin.manifest.id}.`,
          EXIT.usage,
        );
      const { record, isSameCode, isSameRelease } = await withCage((supervisor) =>
        replayCall({ supervisor, plugin }, bundle),
      );
      console.log(describeCall(record));
      const advice = adviceFor(record.code);
      if (advice) console.log(`    ${advice}`);
      console.log(`At the school it ended with ${bundle.outcome.code}; here with ${record.code}.`);
      if (!isSameRelease)
        console.log(`The code here is not the release ${bundle.plugin.version} that ran at the school.`);
      if (bundle.truncated)
        console.log('The bundle was too long and is cut: later questions to the host answer "internal".');
      if (isSameCode && !record.ok)
        throw new CommandError('The failure is the same here; it can be worked on.');
    });
}

async function readBundle(file: string): Promise<ReplayBundle> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new CommandError(`There is no file ${file}.`, EXIT.usage);
  });
  try {
    return replayBundle.parse(JSON.parse(text));
  } catch {
    throw new CommandError(`${file} is no replay bundle (format "daftar-replay-1").`, EXIT.usage);
  }
}
