import semver from 'semver';

/** One package of ops/version-floors.json: never below `floor`, and not older than the newest version we know of. */
export type Floor = {
  name: string;
  floor: string;
  newest: string;
  why: string;
  /** Not this version or above. */
  below?: string;
  /** All packages of one name here have one version. */
  together?: string;
  /** It need not be there. */
  optional?: boolean;
};
export type FloorList = {
  checkedAt: string;
  packages: Floor[];
  installScripts: Record<string, string>;
  installScriptsRefused: Record<string, string>;
  withoutIntegrity: string[];
};
export type LockEntry = {
  version?: string;
  resolved?: string;
  integrity?: string;
  hasInstallScript?: boolean;
  link?: boolean;
};
export type Lock = { lockfileVersion: number; packages: Record<string, LockEntry> };
export type Manifest = {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  allowScripts?: Record<string, boolean>;
};

const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
const entriesOf = (lock: Lock) =>
  Object.entries(lock.packages).filter(([path, { link }]) => path !== '' && !link);

/** Every copy of a listed package is at its floor or above, and the one the product uses is the newest we know. */
export function checkFloors(lock: Lock, { packages }: FloorList): string[] {
  const problems: string[] = [];
  const versions = new Map<string, Set<string>>();
  for (const { name, floor, newest, why, below, optional, together } of packages) {
    const copies = entriesOf(lock).filter(([path]) => nameOf(path) === name);
    if (copies.length === 0 && !optional)
      problems.push(`${name} is not installed; take it off ops/version-floors.json.`);
    for (const [path, { version = '0.0.0' }] of copies) {
      if (semver.lt(version, floor)) problems.push(`${path} is ${version}, below ${floor}: ${why}`);
      else if (below !== undefined && semver.gte(version, below))
        problems.push(`${path} is ${version}, but must stay below ${below}: ${why}`);
      if (path === `node_modules/${name}` && semver.lt(version, newest))
        problems.push(`${name} is ${version}; the newest known is ${newest}.`);
      if (together) versions.set(together, (versions.get(together) ?? new Set()).add(version));
    }
  }
  for (const [group, found] of versions)
    if (found.size > 1)
      problems.push(`The packages of ${group} have ${[...found].join(' and ')}; they must have one version.`);
  return problems;
}

/** What should be said about the age of the list: scanners lag by weeks, so people look once a month. */
export function ageOfList({ checkedAt }: FloorList, now = Date.now()): string | undefined {
  const days = Math.floor((now - Date.parse(checkedAt)) / 86_400_000);
  return days > 31
    ? `ops/version-floors.json was last compared with the newest versions ${days} days ago; do it again.`
    : undefined;
}

/** Only exact versions: what was tested is what is installed. */
export function checkPins({ dependencies, devDependencies }: Manifest): string[] {
  return Object.entries({ ...dependencies, ...devDependencies })
    .filter(([, version]) => semver.valid(version) !== version)
    .map(([name, version]) => `${name} is "${version}" in package.json; write an exact version.`);
}

/** Every package is pinned by its hash, and none comes from elsewhere than the registry. Returns problems. */
export function checkLock(lock: Lock, { withoutIntegrity }: FloorList): string[] {
  const problems = lock.lockfileVersion === 3 ? [] : ['package-lock.json must have version 3.'];
  const excepted = new Set(withoutIntegrity);
  for (const [path, { version, resolved, integrity }] of entriesOf(lock)) {
    const id = `${nameOf(path)}@${version}`;
    if (resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/'))
      problems.push(`${id} comes from ${resolved.slice(0, 60)}, not from the registry.`);
    if (integrity === undefined ? !excepted.delete(id) : !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity))
      problems.push(`${id} has no SHA-512 in package-lock.json.`);
  }
  for (const id of excepted)
    problems.push(
      `${id} is excepted from integrity in ops/version-floors.json and needs it no more; take it off.`,
    );
  return problems;
}

/** Scripts run at an install only for packages on our list, each with its reason. */
export function checkInstallScripts(lock: Lock, manifest: Manifest, list: FloorList): string[] {
  const problems: string[] = [];
  const allowed = manifest.allowScripts ?? {};
  for (const [name, isAllowed] of Object.entries(allowed))
    if (isAllowed && !(name in list.installScripts))
      problems.push(
        `package.json lets ${name} run a script at install; ops/version-floors.json gives no reason for it.`,
      );
  for (const name of Object.keys(list.installScripts))
    if (allowed[name] !== true) problems.push(`${name} has a reason to run a script at install but may not.`);
  for (const [path, { hasInstallScript }] of entriesOf(lock)) {
    const name = nameOf(path);
    if (hasInstallScript && !(name in list.installScripts) && !(name in list.installScriptsRefused))
      problems.push(`${path} wants to run a script at install; decide in ops/version-floors.json.`);
  }
  return problems;
}
