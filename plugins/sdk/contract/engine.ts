import semver from 'semver';

/**
 * Version of the contract between plugins and the platform, by semver: a new capability or field is a minor version,
 * anything that could break a plugin a major one. CHANGELOG.md beside this folder tells what changed.
 */
export const ENGINE_VERSION = '1.0.0';

/** Whether a semver range such as `^1.0.0` can be read and allows this platform. */
export function runsOnEngine(range: string, version: string = ENGINE_VERSION): boolean {
  return semver.validRange(range) !== null && semver.satisfies(version, range);
}

/** Whether a text is a version by semver without build metadata. */
export function isVersion(text: string): boolean {
  return semver.valid(text) === text;
}

/** Sorts versions, older first. */
export function compareVersions(a: string, b: string): number {
  return semver.compare(a, b);
}
