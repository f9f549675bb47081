import type { ProblemList } from './problem-list.ts';

export type PackageLimits = {
  /** Entries in the zip or folder. Default 100. */
  readonly maxEntries?: number;
  /** Unpacked bytes of one file. Default 200 MB. */
  readonly maxFileBytes?: number;
  /** Unpacked bytes of all files. Default 500 MB. */
  readonly maxTotalBytes?: number;
  /** Unpacked to packed size of one file above 1 MB. Default 200; real CSV packs 5 to 60 times. */
  readonly maxRatio?: number;
};

export type ResolvedLimits = Required<PackageLimits>;

/** One entry as the container names it; `skip` entries are only counted. */
export type NamedEntry<T> = { readonly path: string; readonly handle: T };

export type AcceptedEntry<T> = { readonly name: string; readonly path: string; readonly handle: T };

const MEGABYTE = 1024 * 1024;

export function resolveLimits(limits: PackageLimits = {}): ResolvedLimits {
  return {
    maxEntries: limits.maxEntries ?? 100,
    maxFileBytes: limits.maxFileBytes ?? 200 * MEGABYTE,
    maxTotalBytes: limits.maxTotalBytes ?? 500 * MEGABYTE,
    maxRatio: limits.maxRatio ?? 200,
  };
}

/** Bytes as megabytes for a message, at most two decimals. */
export function toMegabytes(bytes: number): number {
  return Math.round((bytes / MEGABYTE) * 100) / 100;
}

/**
 * Decides which entries are root files. Paths are never used to write anything, but a package with a hostile
 * path is refused whole: nobody makes one by accident. One folder around everything is what the compress
 * command of desktop systems makes, so it is accepted with a warning; deeper nesting is not.
 */
export function acceptEntries<T>(
  entries: readonly NamedEntry<T>[],
  problems: ProblemList,
): AcceptedEntry<T>[] {
  const usable: NamedEntry<T>[] = [];
  for (const entry of entries) {
    if (isSystemFile(entry.path)) {
      problems.once('oneroster.system-files-ignored', { value: entry.path });
    } else if (/^([/\\]|[A-Za-z]:)/.test(entry.path)) {
      problems.add('oneroster.path-absolute', { file: entry.path, value: entry.path });
    } else if (isEscaping(entry.path)) {
      problems.add('oneroster.path-traversal', { file: entry.path, value: entry.path });
    } else if (!entry.path.endsWith('/')) {
      usable.push({ path: entry.path.replace(/^(\.\/)+/, ''), handle: entry.handle });
    }
  }
  const folder = wrappingFolder(usable.map((entry) => entry.path));
  if (folder !== null) problems.add('oneroster.wrapping-folder', { value: folder });
  return withoutDuplicates(
    usable.map((entry) => ({
      ...entry,
      name: folder === null ? entry.path : entry.path.slice(folder.length + 1),
    })),
    problems,
  );
}

function withoutDuplicates<T>(
  entries: readonly AcceptedEntry<T>[],
  problems: ProblemList,
): AcceptedEntry<T>[] {
  const accepted: AcceptedEntry<T>[] = [];
  const seen = new Set<string>();
  for (const entry of entries) {
    // Users.csv beside users.csv is a duplicate too: half of the systems could not even unpack it.
    const key = entry.name.toLowerCase();
    if (entry.name.includes('/')) {
      problems.add('oneroster.path-nested', { file: entry.path, value: entry.path });
    } else if (seen.has(key)) {
      problems.add('oneroster.file-duplicate', { file: entry.path, value: entry.name });
    } else {
      seen.add(key);
      accepted.push(entry);
    }
  }
  return accepted;
}

function wrappingFolder(paths: readonly string[]): string | null {
  const first = paths[0];
  const slash = first?.indexOf('/') ?? -1;
  if (first === undefined || slash < 1) return null;
  const prefix = first.slice(0, slash + 1);
  return paths.every((path) => path.startsWith(prefix)) ? first.slice(0, slash) : null;
}

function isEscaping(path: string): boolean {
  // A NUL ends the name for half of the programs, so what is checked would not be what is opened.
  return path === '' || path.includes('\\') || path.includes('\0') || path.split('/').includes('..');
}

function isSystemFile(path: string): boolean {
  return (
    /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._[^/]*$)/i.test(path) && !path.includes('..')
  );
}
