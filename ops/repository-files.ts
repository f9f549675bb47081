import { readdirSync } from 'node:fs';
import path from 'node:path';

/** Folders that hold nothing of ours: packages, what is built, data and results. The same as in .gitignore. */
const NOT_OURS = new Set([
  '.git',
  'node_modules',
  '.data',
  '.next',
  'artifacts',
  'dist',
  'test-results',
  'playwright-report',
]);

/**
 * The files of the repository, with forward slashes, sorted. Walks the folders and asks no git: a checkout of a release is
 * none, and the checks must say the same there.
 */
export function repositoryFiles(root: string): string[] {
  return readdirSync(root, { withFileTypes: true, recursive: false })
    .flatMap((entry) => {
      if (entry.isDirectory())
        return NOT_OURS.has(entry.name)
          ? []
          : repositoryFiles(path.join(root, entry.name)).map((file) => `${entry.name}/${file}`);
      return entry.isFile() && !entry.name.endsWith('.log') && entry.name !== '.env' ? [entry.name] : [];
    })
    .sort();
}
