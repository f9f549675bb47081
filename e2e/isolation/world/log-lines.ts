import fs from 'node:fs';

/**
 * Keeps what this process writes to its standard output, where the product logs, instead of showing it. Returns the
 * lines so far; there is no way back, the process belongs to the test.
 */
export function keepLogLines(): () => string[] {
  let kept = '';
  const { writeSync, write } = fs;
  fs.writeSync = ((fd: number, data: string | Uint8Array, ...rest: unknown[]) => {
    if (fd !== 1) return (writeSync as (...args: unknown[]) => number)(fd, data, ...rest);
    kept += data.toString();
    return Buffer.byteLength(data.toString());
  }) as typeof fs.writeSync;
  fs.write = ((fd: number, data: string | Uint8Array, ...rest: unknown[]) => {
    if (fd !== 1) return (write as (...args: unknown[]) => void)(fd, data, ...rest);
    kept += data.toString();
    (rest.at(-1) as (error: null, written: number) => void)(null, Buffer.byteLength(data.toString()));
  }) as typeof fs.write;
  return () => kept.split('\n').filter(Boolean);
}
