import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ENGINE_VERSION } from '../contract/engine.ts';
import { contractFingerprint } from './json-schema.ts';

const SDK_FOLDER = join(dirname(fileURLToPath(import.meta.url)), '..');

/** The recorded fingerprints by version. `isReleased` freezes one: partners build against it. */
export type Fingerprints = Record<string, { fingerprint: string; isReleased: boolean }>;

export const FINGERPRINTS_FILE = 'contract/fingerprints.json';

/** The fingerprints as they should be written; a released version keeps its own. */
export function currentFingerprints(recorded: Fingerprints): Fingerprints {
  const known = recorded[ENGINE_VERSION];
  if (known?.isReleased) return recorded;
  return { ...recorded, [ENGINE_VERSION]: { fingerprint: contractFingerprint(), isReleased: false } };
}

export function readFingerprints(): Fingerprints {
  return JSON.parse(readFileSync(join(SDK_FOLDER, FINGERPRINTS_FILE), 'utf8'));
}

/** What is wrong with the version of the contract, in sentences that say what to do; none when all is well. */
export function contractProblems(recorded: Fingerprints, changelog: string): string[] {
  const problems: string[] = [];
  if (!changelog.split('\n').includes(`## ${ENGINE_VERSION}`))
    problems.push(
      `plugins/sdk/CHANGELOG.md has no entry "## ${ENGINE_VERSION}". Write what partners gain or must change.`,
    );
  const known = recorded[ENGINE_VERSION];
  if (known?.fingerprint === contractFingerprint()) return problems;
  problems.push(
    known?.isReleased
      ? `The contract changed, and ${ENGINE_VERSION} is released. Raise ENGINE_VERSION in plugins/sdk/contract/engine.ts (minor for an addition, major for what can break a plugin), write its entry in plugins/sdk/CHANGELOG.md, and run "npm run generate".`
      : `The contract changed. Add it to the entry ${ENGINE_VERSION} of plugins/sdk/CHANGELOG.md and run "npm run generate".`,
  );
  return problems;
}
