import type { Json } from '../../../core/sandbox/index.ts';
import { CAPABILITY_EXAMPLES } from '../../../plugins/sdk/contract-docs/capability-examples.ts';
import { ASKING_BODY, codesOf, type PlatformGroup } from './platform.ts';

/** What a plugin tries that was granted nothing. */
export const PERMISSION_CASES: PlatformGroup = {
  group: 'Permissions',
  cases: [
    {
      name: 'capability not declared',
      limitClass: 'job',
      expected: ['capability_not_granted'],
      async run(platform) {
        const pluginId = await platform.install(ASKING_BODY, {
          permissions: [],
          egress: [],
          meters: [],
          collections: [],
        });
        const calls = Object.entries(CAPABILITY_EXAMPLES) as [string, Json][];
        return codesOf(
          await platform.ask(
            platform.a,
            calls.filter(([name]) => name !== 'log'),
            { pluginId },
          ),
        );
      },
    },
    {
      name: 'capability named __proto__',
      limitClass: 'job',
      expected: ['capability_not_granted'],
      run: async (platform) =>
        codesOf(
          await platform.ask(
            platform.a,
            ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 'log.log', 'kv', 'students'].map(
              (name): [string, Json] => [name, {}],
            ),
          ),
        ),
    },
    {
      name: 'look-alike unicode',
      limitClass: 'job',
      expected: ['capability_not_granted'],
      run: async (platform) =>
        codesOf(
          await platform.ask(
            platform.a,
            [
              'students.reаd', // a Cyrillic a
              'students․read', // one dot leader
              'students．read', // full-width stop
              'ｓtudents.read',
              'students.read\u200b',
              'STUDENTS.READ',
              ' students.read',
              'students.read\0',
            ].map((name): [string, Json] => [name, {}]),
          ),
        ),
    },
  ],
};
