import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl';
import { acceptEntries, type NamedEntry, type ResolvedLimits, toMegabytes } from './package-entries.ts';
import type { ProblemList } from './problem-list.ts';
import type { PackageFile } from './types.ts';

const STORED = 0;
const DEFLATED = 8;
/** Below this size a high ratio is harmless, and short repetitive files reach it honestly. */
const RATIO_FLOOR = 1024 * 1024;

/**
 * Finds the root files of a zip. The central directory is judged before one byte is unpacked; then every file is unpacked once
 * without being kept, to count its size again and to compare its checksum, because the directory may lie. Every fault
 * becomes a problem.
 */
export async function openZip(
  source: Buffer | string,
  limits: ResolvedLimits,
  problems: ProblemList,
): Promise<Map<string, PackageFile>> {
  const files = new Map<string, PackageFile>();
  let zip: ZipFile;
  try {
    zip = await open(source);
  } catch (error) {
    reportOpenError(error, problems);
    return files;
  }
  try {
    const entries = await listEntries(zip, limits, problems);
    const accepted = acceptEntries(entries, problems);
    const isSafe = judgeEntries(accepted, limits, problems);
    if (!isSafe || problems.errorCount() > 0) return files;
    for (const { name, handle } of accepted) {
      await checkEntry(zip, handle, limits.maxFileBytes);
      files.set(name, { read: () => readEntry(source, handle) });
    }
  } catch (error) {
    files.clear();
    problems.add('oneroster.zip-corrupt', { params: { detail: messageOf(error) } });
  } finally {
    zip.close();
  }
  return files;
}

async function open(source: Buffer | string): Promise<ZipFile> {
  // Names stay bytes: with decoding on, the first bad name would end the reading instead of being reported.
  const options = { decodeStrings: false, autoClose: false };
  return typeof source === 'string' ? openPromise(source, options) : fromBufferPromise(source, options);
}

async function listEntries(
  zip: ZipFile,
  limits: ResolvedLimits,
  problems: ProblemList,
): Promise<NamedEntry<Entry>[]> {
  const entries: NamedEntry<Entry>[] = [];
  for await (const entry of zip.eachEntry()) {
    if (entries.length >= limits.maxEntries) {
      problems.add('oneroster.too-many-entries', { params: { limit: limits.maxEntries } });
      break;
    }
    const path = getFileNameLowLevel(
      entry.generalPurposeBitFlag,
      entry.fileNameRaw,
      entry.extraFields ?? [],
      false,
    );
    entries.push({ path, handle: entry });
  }
  return entries;
}

function judgeEntries(
  entries: readonly { readonly path: string; readonly name: string; readonly handle: Entry }[],
  limits: ResolvedLimits,
  problems: ProblemList,
): boolean {
  let total = 0;
  let isSafe = true;
  for (const { path, handle } of entries) {
    const place = { file: path, value: path };
    const size = handle.uncompressedSize;
    total += size;
    if (isSpecialFile(handle)) {
      problems.add('oneroster.entry-link', place);
    } else if (handle.isEncrypted()) {
      problems.add('oneroster.entry-encrypted', place);
    } else if (handle.compressionMethod !== STORED && handle.compressionMethod !== DEFLATED) {
      problems.add('oneroster.entry-method', { ...place, params: { method: handle.compressionMethod } });
    } else if (size > limits.maxFileBytes) {
      problems.add('oneroster.file-too-large', {
        ...place,
        params: { limit: toMegabytes(limits.maxFileBytes) },
      });
    } else if (size > RATIO_FLOOR && size > limits.maxRatio * handle.compressedSize) {
      problems.add('oneroster.ratio-too-high', { ...place, params: { limit: limits.maxRatio } });
    } else {
      continue;
    }
    isSafe = false;
  }
  if (total > limits.maxTotalBytes) {
    problems.add('oneroster.package-too-large', { params: { limit: toMegabytes(limits.maxTotalBytes) } });
    isSafe = false;
  }
  return isSafe;
}

/** Unix file type in the upper half of the attributes: anything but a plain file (or none given). */
function isSpecialFile(entry: Entry): boolean {
  const type = (entry.externalFileAttributes >>> 16) & 0o170000;
  return type !== 0 && type !== 0o100000;
}

async function checkEntry(zip: ZipFile, entry: Entry, maxBytes: number): Promise<void> {
  let size = 0;
  let checksum = 0;
  await pipeline(await zip.openReadStreamPromise(entry), async (stream: AsyncIterable<Buffer>) => {
    for await (const chunk of stream) {
      size += chunk.length;
      if (size > maxBytes || size > entry.uncompressedSize)
        throw new Error('an entry is larger than it says');
      checksum = crc32(chunk, checksum);
    }
  });
  if (checksum !== entry.crc32) throw new Error('a checksum does not match');
}

// Opened anew, so that nobody has to close the package.
async function* readEntry(source: Buffer | string, entry: Entry): AsyncGenerator<Buffer> {
  const zip = await open(source);
  try {
    yield* (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>;
  } finally {
    zip.close();
  }
}

function reportOpenError(error: unknown, problems: ProblemList): void {
  const message = messageOf(error);
  if (/ENOENT|EACCES|EISDIR|EPERM/.test(message)) {
    problems.add('oneroster.source-missing', { params: { detail: message.slice(0, 6) } });
  } else if (/end of central directory record signature not found/i.test(message)) {
    problems.add('oneroster.not-zip');
  } else {
    problems.add('oneroster.zip-corrupt', { params: { detail: message } });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
