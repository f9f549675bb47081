import type { Json } from '../../../core/sandbox/index.ts';
import { CAPABILITY_EXAMPLES } from '../../../plugins/sdk/contract-docs/capability-examples.ts';
import { CAPABILITIES } from '../../../plugins/sdk/index.ts';
import { codesOf, type Platform, type PlatformGroup } from './platform.ts';

const READS = Object.keys(CAPABILITIES).filter((name) => name.endsWith('.read'));
const ALL = Object.entries(CAPABILITY_EXAMPLES) as [string, { [key: string]: Json }][];

/** Every capability with one key more; all of them must refuse it. */
async function withKey(platform: Platform, key: string, value: Json): Promise<string> {
  const known = new Set<string>(platform.host.capabilities.map(({ name }) => name));
  const calls = ALL.filter(([name]) => known.has(name) && !(key === 'where' && name === 'records.list'));
  const answers = await platform.ask(
    platform.a,
    calls.map(([name, args]): [string, Json] => [name, { ...args, [key]: value }]),
  );
  return codesOf(answers);
}

/** What a plugin of one school writes into its arguments to reach another's. */
export const OTHER_SCHOOL: PlatformGroup = {
  group: 'Another school',
  cases: [
    {
      name: "another tenant's id in arguments",
      limitClass: 'job',
      expected: ['invalid_argument'],
      run: (platform) => withKey(platform, 'tenantId', platform.b.tenant.id),
    },
    {
      name: "another tenant's records in arguments",
      limitClass: 'job',
      expected: ['nothing'],
      async run(platform) {
        const asked = (school: Platform['a']): [string, Json][] => {
          const [pupil] = school.classes.pupils;
          const studentIds = [pupil?.id ?? ''];
          return [
            ['students.read', { ids: studentIds }],
            ['guardians.read', { studentIds }],
          ];
        };
        const counts = async (of: Platform['a'], about: Platform['a']) =>
          (await platform.ask(of, asked(about))).map(({ value }) => (value as { total: number }).total);
        const own = await counts(platform.a, platform.a);
        if (own.some((total) => total !== 1)) throw new Error('The own pupil is not read: nothing is shown.');
        const other = await counts(platform.a, platform.b);
        return other.every((total) => total === 0) ? 'nothing' : 'something';
      },
    },
    {
      name: "another tenant's file and guardian in arguments",
      limitClass: 'job',
      expected: ['nothing'],
      async run(platform) {
        const { a, b } = platform;
        const [put] = await platform.ask(b, [
          ['files.put', { name: 'secret.txt', contentType: 'text/plain', text: 'of beta' }],
        ]);
        const fileId = (put?.value as { fileId: string } | undefined)?.fileId ?? '';
        if (fileId === '') throw new Error(`No file was kept: ${put?.code}`);
        const answers = await platform.ask(a, [
          ['files.get', { fileId }],
          ['files.link', { fileId, expiresInSeconds: 600 }],
          [
            'sms.send',
            {
              guardianId: b.classes.pupils[0]?.guardianId ?? '',
              body: 'x',
              language: 'en',
              idempotencyKey: 'cross',
            },
          ],
        ]);
        await platform.ask(a, [['files.delete', { fileId }]]);
        const [still] = await platform.ask(b, [['files.get', { fileId }]]);
        if (still?.ok !== true) throw new Error('Another school deleted the file.');
        return answers.some(({ ok }) => ok) ? codesOf(answers) : 'nothing';
      },
    },
    {
      name: 'relation depth in arguments',
      limitClass: 'job',
      expected: ['invalid_argument'],
      run: (platform) => withKey(platform, 'depth', 10),
    },
    {
      name: 'where in arguments',
      limitClass: 'job',
      expected: ['invalid_argument'],
      run: (platform) => withKey(platform, 'where', { tenant: { equals: platform.b.tenant.id } }),
    },
    {
      name: 'where over own collections',
      limitClass: 'job',
      expected: ['invalid_argument record_invalid'],
      async run(platform) {
        const ask = (where: Json): [string, Json] => ['records.list', { collection: 'notes', where }];
        return codesOf(
          await platform.ask(platform.a, [
            ask({ tenant_id: { equals: platform.b.tenant.id } }),
            ask({ 'text; drop table students': { equals: 'x' } }),
            ask({ "text' or '1'='1": { equals: 'x' } }),
            ask({ text: { not: 'x' } }),
            ask({ __proto__x: { equals: 'x' } }),
          ]),
        );
      },
    },
    {
      name: 'sort in arguments',
      limitClass: 'job',
      expected: ['invalid_argument'],
      run: (platform) => withKey(platform, 'sort', '-tenant_id'),
    },
    {
      name: 'ids that are no ids',
      limitClass: 'job',
      expected: ['invalid_argument'],
      async run(platform) {
        const odd: Json[] = ["' or 1=1 --", '*', '%', { $ne: null }, ['x'], 'null'];
        return codesOf(
          await platform.ask(
            platform.a,
            odd.map((id): [string, Json] => ['students.read', { ids: [id] }]),
          ),
        );
      },
    },
    {
      name: 'every read of another school at once',
      limitClass: 'job',
      expected: ['own alone'],
      async run(platform) {
        const { a, b } = platform;
        const words = JSON.stringify(
          await platform.ask(
            a,
            READS.map((name): [string, Json] => [name, exampleOf(name)]),
          ),
        );
        const ofB = [...b.classes.pupils, ...b.classes.other.pupils].flatMap(({ id, guardianId }) => [
          id,
          guardianId,
        ]);
        return ofB.some((id) => words.includes(id)) ? 'foreign rows' : 'own alone';
      },
    },
    {
      name: 'kv keys with ../',
      limitClass: 'job',
      expected: ['invalid_argument'],
      async run(platform) {
        const keys = [
          '../x',
          '..',
          '/etc/passwd',
          'a/../../b',
          'a\\b',
          'a\0b',
          '%2e%2e/x',
          '',
          ' ',
          'ключ',
          'a'.repeat(201),
        ];
        const calls = keys.flatMap((key): [string, Json][] => [
          ['kv.set', { key, value: 1 }],
          ['kv.get', { key }],
          ['records.put', { collection: 'notes', key, value: { text: 'x' } }],
        ]);
        return codesOf(await platform.ask(platform.a, calls));
      },
    },
    {
      name: 'kv keys with a colon',
      limitClass: 'job',
      expected: ['nothing'],
      async run(platform) {
        const { a, b } = platform;
        const keys = ['shared:key', `${b.tenant.id}:key`, 'kv:install:key'];
        await platform.ask(
          b,
          keys.map((key): [string, Json] => ['kv.set', { key, value: 'of beta' }]),
        );
        const seen = await platform.ask(a, [
          ...keys.map((key): [string, Json] => ['kv.get', { key }]),
          ['kv.list', { prefix: '' }],
        ]);
        return JSON.stringify(seen).includes('of beta') ? 'something' : 'nothing';
      },
    },
  ],
};

function exampleOf(name: string): Json {
  if (name === 'students.read') return {};
  if (name === 'structure.read') return { kind: 'classrooms' };
  return (CAPABILITY_EXAMPLES as Record<string, Json>)[name] ?? {};
}
