import { constants, createReadStream, type Stats } from 'node:fs';
import { access, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { acceptEntries, type NamedEntry, type ResolvedLimits, toMegabytes } from './package-entries.ts';
import type { ProblemList } from './problem-list.ts';
import type { PackageFile } from './types.ts';

/** Finds the root files of an unpacked package. Links are refused: they could lead to any file of the server. */
export async function openFolder(
  path: string,
  limits: ResolvedLimits,
  problems: ProblemList,
): Promise<Map<string, PackageFile>> {
  const files = new Map<string, PackageFile>();
  const found = await listFolder(path, '', limits, problems);
  if (found.length > limits.maxEntries) {
    problems.add('oneroster.too-many-entries', { params: { limit: limits.maxEntries } });
    return files;
  }
  const accepted = acceptEntries(found, problems);
  let total = 0;
  for (const { path: name, handle } of accepted) {
    const place = { file: name, value: name };
    total += handle.size;
    if (!handle.isFile()) {
      problems.add('oneroster.entry-link', place);
    } else if (handle.size > limits.maxFileBytes) {
      problems.add('oneroster.file-too-large', {
        ...place,
        params: { limit: toMegabytes(limits.maxFileBytes) },
      });
    }
  }
  if (total > limits.maxTotalBytes) {
    problems.add('oneroster.package-too-large', { params: { limit: toMegabytes(limits.maxTotalBytes) } });
  }
  if (problems.errorCount() > 0) return files;
  for (const { name, path: inside } of accepted) {
    await access(join(path, inside), constants.R_OK);
    files.set(name, { read: () => createReadStream(join(path, inside)) });
  }
  return files;
}

async function listFolder(
  root: string,
  prefix: string,
  limits: ResolvedLimits,
  problems: ProblemList,
): Promise<NamedEntry<Stats>[]> {
  const entries: NamedEntry<Stats>[] = [];
  for (const name of (await readdir(join(root, prefix))).sort()) {
    if (entries.length > limits.maxEntries) break;
    const path = prefix === '' ? name : `${prefix}/${name}`;
    const stats = await lstat(join(root, path));
    if (!stats.isDirectory()) {
      entries.push({ path, handle: stats });
    } else if (prefix === '') {
      entries.push(...(await listFolder(root, path, limits, problems)));
    } else {
      problems.add('oneroster.path-nested', { file: path, value: path });
    }
  }
  return entries;
}
