import { Command } from 'commander';
import { buildCommand } from './commands/build.ts';
import { CommandError } from './commands/command-error.ts';
import { createCommand } from './commands/create.ts';
import { devCommand } from './commands/dev.ts';
import { diffCommand } from './commands/diff.ts';
import { logsCommand } from './commands/logs.ts';
import { packCommand } from './commands/pack.ts';
import { publishCommand } from './commands/publish.ts';
import { replayCommand } from './commands/replay.ts';
import { testCommand } from './commands/test.ts';
import { validateCommand } from './commands/validate.ts';

/** The command line of partners: one small file for each command. */
export async function runCommandLine(program: Command): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = error instanceof CommandError ? error.exitCode : 1;
  }
}

/** `daftar-plugin`. */
export function pluginProgram(): Command {
  return new Command('daftar-plugin')
    .description('Makes, tries, checks and publishes Daftar plugins.')
    .addCommand(createCommand())
    .addCommand(devCommand())
    .addCommand(validateCommand())
    .addCommand(testCommand())
    .addCommand(buildCommand())
    .addCommand(packCommand())
    .addCommand(diffCommand())
    .addCommand(publishCommand())
    .addCommand(logsCommand())
    .addCommand(replayCommand());
}

/** `create-daftar-plugin`, which npm runs as `npx create-daftar-plugin`. */
export function createProgram(): Command {
  return createCommand('create-daftar-plugin');
}
