import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';
import { compareExceptions, findOverrideCalls } from './override-calls.ts';

const root = path.join(import.meta.dirname, '..');
// Inside the repository, so that the sample finds the real types of payload.
const folder = mkdtempSync(path.join(root, 'node_modules/.cache-override-'));

function read(body: string) {
  const file = path.join(folder, 'sample.ts');
  writeFileSync(
    file,
    `import type { Payload, PayloadRequest } from 'payload';
export async function work(payload: Payload, req: PayloadRequest, options: never) {
  const other = payload;
  ${body}
}
export const unused = (list: number[], other: { find: (x: object) => void }) => { list.find(() => true); other.find({}); };
`,
  );
  const program = ts.createProgram([file], {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2024,
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    types: [],
  });
  return findOverrideCalls(program, root, (name) => name.endsWith('sample.ts'));
}

describe('the check of overrideAccess', () => {
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['no word of it', "await payload.find({ collection: 'users' });", 'does not state'],
    [
      'no word of it, through the request',
      "await req.payload.count({ collection: 'users' });",
      'does not state',
    ],
    [
      'no word of it, under another name',
      "await other.delete({ collection: 'users', id: '1' });",
      'does not state',
    ],
    ['options from elsewhere', 'await payload.update(options);', 'takes its options from elsewhere'],
    [
      'a value that is decided somewhere else',
      "await payload.find({ collection: 'users', overrideAccess: Boolean(req) });",
      'something else than true or false',
    ],
    [
      'true without a reason',
      "await payload.find({ collection: 'users', overrideAccess: true });",
      'without a reason',
    ],
    ['a method that is passed on', 'const find = payload.find; void find;', 'passed on uncalled'],
    [
      'false for nobody',
      "await payload.find({ collection: 'users', overrideAccess: false });",
      'without req or user',
    ],
  ])('A9: should refuse a call with %s', (_what, body, sentence) => {
    const { breaches, exceptions } = read(body);
    expect(exceptions).toEqual([]);
    expect(breaches.map((breach) => breach.sentence)).toEqual([expect.stringContaining(sentence)]);
  });

  it('A9: should take a reason and list it, and take a call that asks as somebody', () => {
    const { breaches, exceptions, calls } = read(`
      await payload.find({
        collection: 'users',
        // override: the sample has its reason
        overrideAccess: true,
      });
      await payload.find({ collection: 'users', overrideAccess: false, req });`);
    expect(breaches).toEqual([]);
    expect(calls).toBe(2);
    expect(exceptions).toMatchObject([{ call: 'find', reason: 'the sample has its reason' }]);
  });

  it('A9: should notice exceptions that come and go', () => {
    const one = { file: 'a.ts', call: 'find', reason: 'a good reason' };
    expect(compareExceptions([one], [one])).toEqual([]);
    expect(compareExceptions([one, one], [one])).toEqual([expect.stringMatching(/^New: a\.ts/)]);
    expect(compareExceptions([], [one])).toEqual([expect.stringMatching(/^Gone: a\.ts/)]);
    expect(compareExceptions([{ ...one, reason: 'another reason' }], [one])).toHaveLength(2);
  });
});
