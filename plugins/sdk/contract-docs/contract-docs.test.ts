import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CAPABILITIES, capabilityContract } from '../contract/capabilities/table.ts';
import { ENGINE_VERSION } from '../contract/engine.ts';
import { pluginManifest } from '../contract/manifest.ts';
import { CAPABILITY_EXAMPLES } from './capability-examples.ts';
import { contractProblems, currentFingerprints, readFingerprints } from './fingerprints.ts';
import { contractFingerprint } from './json-schema.ts';
import { manifestKeys, purposeOf } from './manifest-page.ts';
import { MANIFEST_RULES, SMALLEST_MANIFEST } from './manifest-rules.ts';

describe('the contract’s documentation', () => {
  test('should say of every key of the manifest what it is for', () => {
    expect(manifestKeys().filter((key) => purposeOf(key) === undefined)).toEqual([]);
  });

  test('should accept the smallest manifest', () => {
    expect(pluginManifest.safeParse(SMALLEST_MANIFEST).success).toBe(true);
  });

  test.each(MANIFEST_RULES)('should tell only of rules that are there: $says', ({ broken }) => {
    expect(pluginManifest.safeParse({ ...SMALLEST_MANIFEST, ...broken }).success).toBe(false);
  });

  test.each(Object.keys(CAPABILITIES))('should show an example of %s that is accepted', (name) => {
    const example = CAPABILITY_EXAMPLES[name as keyof typeof CAPABILITY_EXAMPLES];
    expect(capabilityContract(name)?.input.safeParse(example).error).toBeUndefined();
  });
});

describe('the version of the contract', () => {
  const changelog = readFileSync(new URL('../CHANGELOG.md', import.meta.url), 'utf8');

  test('should have an entry in the changelog, and the contract that was recorded for it', () => {
    expect(contractProblems(readFingerprints(), changelog).join('\n')).toBe('');
  });

  test('should tell what to do when the contract changed', () => {
    const open = { [ENGINE_VERSION]: { fingerprint: 'other', isReleased: false } };
    const released = { [ENGINE_VERSION]: { fingerprint: 'other', isReleased: true } };
    expect(contractProblems(open, changelog).join()).toContain('npm run generate');
    expect(contractProblems(released, changelog).join()).toContain('Raise ENGINE_VERSION');
    expect(contractProblems({}, '')).toHaveLength(2);
    expect(currentFingerprints(open)[ENGINE_VERSION]?.fingerprint).toBe(contractFingerprint());
    expect(currentFingerprints(released)).toBe(released);
  });
});
