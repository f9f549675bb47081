import type { Json } from '../../../core/sandbox/index.ts';
import { enableTestPlugin, publishTestPlugin } from '../../../marketplace/testing/publish-test-plugin.ts';
import { CAPABILITY_EXAMPLES } from '../../../plugins/sdk/contract-docs/capability-examples.ts';
import { scanCode } from '../../../plugins/sdk/node.ts';
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
    {
      name: 'behaviour that differs in review',
      limitClass: 'job',
      expected: ['capability_not_granted'],
      async run(platform) {
        // The review reads the code and finds nothing, and in its demo school the plugin behaves. In a school it asks for
        // what it never declared, under a name put together at run time: the broker decides, whatever a review saw.
        const body = `if (request.facts.school.name === 'Demo') return 'ok';
          const name = ['sms', 'send'].join('.');
          return JSON.parse(await __call(name, JSON.stringify({ guardianId: request.input, body: 'x', language: 'en', idempotencyKey: 'hidden' }))).code;`;
        const nothing = { permissions: [], egress: [], meters: [], collections: [] };
        const { manifest, code } = await publishTestPlugin(
          platform.system,
          'qa.hostile.review',
          body,
          nothing,
        );
        const problems = scanCode(manifest, code);
        if (problems.length > 0) throw new Error(`The review saw it: ${problems[0]?.message}`);
        await enableTestPlugin(platform.system, platform.a, manifest.id);
        const guardian = platform.a.classes.pupils[0]?.guardianId ?? '';
        const outcome = await platform.call(platform.a, manifest.id, guardian);
        return outcome.ok ? String(outcome.result) : outcome.code;
      },
    },
  ],
};
