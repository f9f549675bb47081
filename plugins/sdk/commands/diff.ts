import { readFile, stat } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { readManifest } from '../build/build-plugin.ts';
import { unpackArchive } from '../build/unpack-archive.ts';
import type { PluginManifest } from '../contract/manifest.ts';
import { consentSetOf, diffConsent } from '../contract/permission-diff.ts';
import { CommandError, EXIT } from './command-error.ts';

/** `diff <old> <new>`: what schools would have to accept, in the words they read. */
export function diffCommand(): Command {
  return new Command('diff')
    .description('show what a new version asks for beyond an old one, as schools read it')
    .argument('<old>', 'plugin folder or packed archive')
    .argument('<new>', 'plugin folder or packed archive')
    .addOption(new Option('--language <language>').choices(['en', 'ar']).default('en'))
    .action(async (older: string, newer: string, { language }: { language: 'en' | 'ar' }) => {
      const [before, after] = [await manifestOf(older), await manifestOf(newer)];
      if (before.id !== after.id)
        throw new CommandError(`These are two plugins: ${before.id} and ${after.id}.`, EXIT.usage);
      const titles = Object.fromEntries(
        [...before.meters, ...after.meters].map(({ name, title }) => [name, title]),
      );
      const { added, removed, needsConsent } = diffConsent(consentSetOf(before), consentSetOf(after), titles);
      console.log(`${before.id} ${before.version} → ${after.version}`);
      for (const { sentence, purpose } of added)
        console.log(`+ ${sentence[language]}${purpose ? `\n    ${purpose[language]}` : ''}`);
      for (const { sentence } of removed) console.log(`- ${sentence[language]}`);
      if (added.length + removed.length === 0) console.log('Permissions, hosts and meters are the same.');
      console.log(
        needsConsent
          ? 'Schools are asked before they get this version.'
          : 'Schools get this version without being asked, in rings.',
      );
    });
}

async function manifestOf(path: string): Promise<PluginManifest> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new CommandError(`There is no ${path}.`, EXIT.usage);
  if (found.isDirectory()) return readManifest(path);
  return (await unpackArchive(await readFile(path))).manifest;
}
