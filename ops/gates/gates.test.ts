import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { checkRegexes, regexesOf } from './regexes.ts';
import {
  ageOfList,
  checkFloors,
  checkInstallScripts,
  checkLock,
  checkPins,
  type FloorList,
  type Lock,
  type Manifest,
} from './supply.ts';

const root = path.join(import.meta.dirname, '../..');
const readJson = <T>(file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8')) as T;
const list = readJson<FloorList>('ops/version-floors.json');
const manifest = readJson<Manifest>('package.json');
const lock = readJson<Lock>('package-lock.json');
const changed = (path: string, change: Partial<Lock['packages'][string]>): Lock => ({
  ...lock,
  packages: { ...lock.packages, [path]: { ...lock.packages[path], ...change } },
});

describe('the gates of the supply chain', () => {
  it('R18: should let the packages of today pass', () => {
    expect(checkFloors(lock, list)).toEqual([]);
    expect(checkPins(manifest)).toEqual([]);
    expect(checkLock(lock, list)).toEqual([]);
    expect(checkInstallScripts(lock, manifest, list)).toEqual([]);
  });

  it('R18: should stop a version below its floor, also deep in the tree, and one that is not the newest known', () => {
    expect(checkFloors(changed('node_modules/next', { version: '16.3.7' }), list)[0]).toMatch(
      /below 16\.3\.8/,
    );
    expect(
      checkFloors(changed('node_modules/x/node_modules/proxy-addr', { version: '2.0.7' }), list)[0],
    ).toMatch(/^node_modules\/x\/node_modules\/proxy-addr is 2\.0\.7, below 2\.0\.8/);
    expect(checkFloors(changed('node_modules/next', { version: '16.4.5' }), list)).toEqual([
      'next is 16.4.5; the newest known is 16.4.6.',
    ]);
    expect(checkFloors(changed('node_modules/graphql', { version: '17.0.1' }), list)[0]).toMatch(/below 17/);
    expect(checkFloors(changed('node_modules/@payloadcms/ui', { version: '3.90.3' }), list)[0]).toMatch(
      /one version/,
    );
    const { 'node_modules/payload': _, ...without } = lock.packages;
    expect(checkFloors({ ...lock, packages: without }, list)[0]).toMatch(/payload is not installed/);
  });

  it('R18: should say when nobody looked for new versions for a month', () => {
    const days = (count: number) => Date.parse(list.checkedAt) + count * 86_400_000;
    expect(ageOfList(list, days(31))).toBeUndefined();
    expect(ageOfList(list, days(32))).toMatch(/32 days ago/);
  });

  it.each([
    '^1.0.0',
    '~1.0.0',
    '1.x',
    '*',
    'latest',
    '>=1',
    'git+https://example.com/a.git',
    'file:../a',
    '1.0',
  ])('R18: should stop the version %s', (version) =>
    expect(checkPins({ devDependencies: { thing: version } })).toHaveLength(1),
  );

  it('R18: should stop a package that is not pinned by its hash or comes from elsewhere', () => {
    const at = 'node_modules/express';
    expect(checkLock(changed(at, { integrity: undefined }), list)[0]).toMatch(/express@.+ has no SHA-512/);
    expect(checkLock(changed(at, { integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }), list)).toHaveLength(1);
    for (const resolved of [
      'http://registry.npmjs.org/express.tgz',
      'https://evil.example/express.tgz',
      'git+ssh://git@github.com/a/b.git',
      'https://registry.npmjs.org.evil.example/a.tgz',
    ])
      expect(checkLock(changed(at, { resolved }), list)[0], resolved).toMatch(/not from the registry/);
    expect(checkLock({ ...lock, lockfileVersion: 2 }, list)).toHaveLength(1);
    const tooMany = { ...list, withoutIntegrity: [...list.withoutIntegrity, 'express@5.3.0'] };
    expect(checkLock(lock, tooMany)[0]).toMatch(/needs it no more/);
  });

  it('R18: should stop a script at install that nobody decided on', () => {
    expect(
      checkInstallScripts(
        changed('node_modules/left-pad', { version: '1.0.0', hasInstallScript: true }),
        manifest,
        list,
      )[0],
    ).toMatch(/left-pad wants to run/);
    const generous = { ...manifest, allowScripts: { ...manifest.allowScripts, libxmljs2: true } };
    expect(checkInstallScripts(lock, generous, list)[0]).toMatch(/lets libxmljs2 run/);
  });
});

describe('the gate of regular expressions', () => {
  it('I11: should find every expression a file writes down', () => {
    const text = [
      'const a = /x+/gu;',
      'const b = new RegExp("y*", "i");',
      'const c = RegExp(`z`);',
      'const d = 4 / 2 / 1;',
    ].join('\n');
    expect(regexesOf('a.ts', text)).toEqual([
      { source: 'x+', flags: 'gu', place: 'a.ts:1' },
      { source: 'y*', flags: 'i', place: 'a.ts:2' },
      { source: 'z', flags: '', place: 'a.ts:3' },
    ]);
  });

  it('I11: should stop one that a text can make run very long', () => {
    const check = (source: string) => checkRegexes([{ source, flags: '', place: 'a.ts:1' }]);
    expect(check('^(a+)+$')[0]).toMatch(/^a\.ts:1 \/\^\(a\+\)\+\$\/ is exponential/);
    expect(check('\\s+$')[0]).toMatch(/polynomial/);
    expect(check('^[a-z]+$')).toEqual([]);
  });
});

describe('the gate of secrets', () => {
  it('R18: should stop a key that somebody left in a file', { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'daftar-gate-'));
    const scan = (name: string, text: string) => {
      writeFileSync(path.join(folder, name), text);
      return promisify(execFile)(
        path.join(root, 'node_modules/.bin/secretlint'),
        ['--secretlintrc', path.join(root, 'ops/gates/secretlintrc.json'), name],
        { cwd: folder },
      ).then(
        () => 'passed',
        (error: { stdout: string; stderr: string }) => `${error.stdout}${error.stderr}`,
      );
    };
    try {
      // Put together here, so that this file itself carries no key.
      const key = ['-----BEGIN', 'RSA PRIVATE', 'KEY-----'].join(' ');
      expect(
        await scan('key.pem', `${key}\n${'MIIEpAIBAAKCAQEA'.repeat(8)}\n${key.replace('BEGIN', 'END')}\n`),
      ).toMatch(/PrivateKey/i);
      const token = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;
      expect(await scan('settings.ts', `const token = '${token}';\n`)).toMatch(/GITHUB/i);
      expect(await scan('plain.ts', "const greeting = 'hello';\n")).toBe('passed');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
