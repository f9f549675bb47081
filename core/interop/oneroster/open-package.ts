import { stat } from 'node:fs/promises';
import { openFolder } from './open-folder.ts';
import { openZip } from './open-zip.ts';
import { type PackageLimits, resolveLimits } from './package-entries.ts';
import { createProblemList, type ProblemList } from './problem-list.ts';
import type { OpenedPackage, PackageFile } from './types.ts';

/** A zip in memory, or the path of a zip or of a folder. */
export type PackageSource = Uint8Array | string;

/**
 * Opens a OneRoster package and gives its root files by name.
 * Never throws for what is inside the source: unreadable, hostile or oversized packages come back with
 * errors in `problems` and without files. Sizes in `limits` are bytes.
 * Source of the rules: OneRoster CSV binding 1.2.1 (one zip, files at the root); the limits are ours.
 */
export async function openPackage(source: PackageSource, limits?: PackageLimits): Promise<OpenedPackage> {
  const problems = createProblemList();
  const files = await openSource(source, limits, problems);
  if (files.size === 0 && problems.errorCount() === 0) problems.add('oneroster.package-empty');
  return { files, problems: problems.toArray() };
}

async function openSource(
  source: PackageSource,
  limits: PackageLimits | undefined,
  problems: ProblemList,
): Promise<Map<string, PackageFile>> {
  const resolved = resolveLimits(limits);
  if (typeof source !== 'string') {
    return openZip(Buffer.from(source.buffer, source.byteOffset, source.byteLength), resolved, problems);
  }
  try {
    if ((await stat(source)).isDirectory()) return await openFolder(source, resolved, problems);
  } catch (error) {
    const detail = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    problems.add('oneroster.source-missing', { params: { detail } });
    return new Map();
  }
  return openZip(source, resolved, problems);
}
