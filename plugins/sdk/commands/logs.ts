import { Command, InvalidArgumentError } from 'commander';
import { readManifest } from '../build/build-plugin.ts';
import { connectPartner } from './partner-client.ts';
import { DEFAULT_PLATFORM } from './publish.ts';

type LoggedCall = {
  id: string;
  at: string;
  version: string;
  kind: string;
  entry: string;
  code: string;
  cpuMs: number;
  wallMs: number;
  hostCalls: number;
};

/** `logs [folder]`: the last calls at all schools, without anything of a person or a school. */
export function logsCommand(): Command {
  return new Command('logs')
    .description('show the last calls of the plugin on a platform')
    .argument('[folder]', 'folder with plugin.json', '.')
    .option('--to <address>', 'partner host of the platform', DEFAULT_PLATFORM)
    .option('--limit <count>', 'how many', readCount, 20)
    .option('--failed', 'only those that failed')
    .action(
      async (folder: string, { to, limit, failed }: { to: string; limit: number; failed?: boolean }) => {
        const { id } = await readManifest(folder);
        const client = await connectPartner(to);
        const query = new URLSearchParams({
          plugin: id,
          limit: String(limit),
          ...(failed ? { failed: 'true' } : {}),
        });
        const { calls } = (await client.get(`/api/partner/calls?${query}`)) as { calls: LoggedCall[] };
        if (calls.length === 0) console.log('No call yet.');
        for (const call of calls)
          console.log(
            `${call.at}  ${call.version}  ${call.kind} ${call.entry}: ${call.code}  ${call.wallMs} ms, CPU ${call.cpuMs} ms, ${call.hostCalls} host calls  ${call.id}`,
          );
      },
    );
}

function readCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 200) return count;
  throw new InvalidArgumentError('A number from 1 to 200.');
}
