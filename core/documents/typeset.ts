import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export type TypesetDocument = { pdf: Uint8Array; pages: number };
export type TypesetLimits = { dataMegabytes: number; milliseconds: number; bytes: number };

export type TypesetJob = {
  /** Path of the Typst template; it reads `data` as JSON in `sys.inputs.report`. */
  template: string;
  data: unknown;
  limits?: TypesetLimits | undefined;
  /** The command in front of node that puts further walls around it; the files that must stay readable are named. */
  wrap?: ((readableFiles: string[], limits: TypesetLimits) => string[]) | undefined;
};

/** A document that was not set: it took too much of what the limits give, or the template failed. */
export class TypesetError extends Error {
  readonly reason: 'too_large' | 'failed';

  constructor(reason: TypesetError['reason'], message: string) {
    super(message);
    this.name = 'TypesetError';
    this.reason = reason;
  }
}

export const TYPESET_LIMITS: TypesetLimits = {
  dataMegabytes: 600,
  milliseconds: 20_000,
  bytes: 10 * 1024 * 1024,
};

const MAIN = path.join(path.dirname(fileURLToPath(import.meta.url)), 'typeset-main.mjs');
/** Documents set at once in this process; the others wait, as they do for the cores anyway. */
const AT_ONCE = 2;

/**
 * Sets a document as PDF in a process of its own, without environment, network module or right to write: the typesetter is
 * native code that texts of strangers go through. The same data gives the same bytes. Throws TypesetError.
 */
export function typeset(job: TypesetJob): Promise<TypesetDocument> {
  return inTurn(() => run(job));
}

async function run({ template, data, limits = TYPESET_LIMITS, wrap }: TypesetJob): Promise<TypesetDocument> {
  const { file, args } = command(template, (files) => wrap?.(files, limits) ?? []);
  const child = spawn(file, args, {
    env: { TZ: 'UTC' } as unknown as NodeJS.ProcessEnv,
    cwd: '/',
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const output: Buffer[] = [];
  let size = 0;
  let said = '';
  let isCut = false;
  const cut = () => {
    isCut = true;
    child.kill('SIGKILL');
  };
  const timer = setTimeout(cut, limits.milliseconds);
  child.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > limits.bytes + 16) cut();
    else output.push(chunk);
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    said = (said + chunk).slice(-4_096);
  });
  // A process that died early reads no more; its end tells why.
  child.stdin.on('error', () => undefined);
  child.stdin.end(JSON.stringify(data));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  }).finally(() => clearTimeout(timer));
  const isOutOfMemory = status === null || status === 134 || /memory|alloc/i.test(said);
  if (isCut || (status !== 0 && isOutOfMemory))
    throw new TypesetError('too_large', 'The document takes too much time, memory or space.');
  if (status !== 0) throw new TypesetError('failed', `A document could not be set: ${said}`);
  const bytes = Buffer.concat(output);
  const end = bytes.indexOf(10);
  return { pages: Number(bytes.subarray(0, end).toString()), pdf: bytes.subarray(end + 1) };
}

function command(template: string, wrap: (files: string[]) => string[]): { file: string; args: string[] } {
  const require = createRequire(import.meta.url);
  const compiler = require.resolve('@myriaddreamin/typst-ts-node-compiler');
  const fonts = ['400Regular', '700Bold'].map((weight) =>
    require.resolve(`@expo-google-fonts/ibm-plex-sans-arabic/${weight}/IBMPlexSansArabic_${weight}.ttf`),
  );
  const [file = process.execPath, ...args] = [
    ...wrap([MAIN, template, compiler, ...fonts, process.execPath]),
    process.execPath,
    '--jitless',
    '--no-node-snapshot',
    '--permission',
    '--allow-addons',
    ...[MAIN, template, ...fonts, path.dirname(path.dirname(compiler))].map(
      (allowed) => `--allow-fs-read=${allowed}`,
    ),
    '--disable-warning=PERM0001',
    MAIN,
    compiler,
    template,
    ...fonts,
  ];
  return { file, args };
}

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}
