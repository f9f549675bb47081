import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { refuseCall } from '../capabilities/registry.ts';
import { probeFences } from '../fences.ts';
import { type Report, reportData } from './report-data.ts';

export type RenderedReport = { pdf: Uint8Array; pages: number };
export type RenderLimits = { dataMegabytes: number; milliseconds: number; bytes: number };

const FOLDER = fileURLToPath(new URL('./', import.meta.url));
const MAIN = path.join(FOLDER, 'render-main.mjs');
const TEMPLATE = path.join(FOLDER, 'report.typ');
/** Reports set at once in this process; the others wait, as they do for the cores anyway. */
const AT_ONCE = 2;
/** Of the numbers of users that the cage has, the last: no worker of it is reached. */
const RENDERER_NUMBER = 499;

export const RENDER_LIMITS: RenderLimits = {
  dataMegabytes: 600,
  milliseconds: 20_000,
  bytes: 10 * 1024 * 1024,
};

/**
 * Sets a report as PDF, in a process of its own behind the fences of the cage: the typesetter is native code that a
 * plugin's text goes through. Answers the plugin with report_too_large when time, memory or size do not suffice.
 */
export async function renderReport(report: Report, limits = RENDER_LIMITS): Promise<RenderedReport> {
  const data = JSON.stringify(reportData(report));
  return inTurn(() => run(data, limits));
}

async function run(data: string, limits: RenderLimits): Promise<RenderedReport> {
  const { file, args } = command(limits);
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
  child.stdin.end(data);
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  }).finally(() => clearTimeout(timer));
  const isOutOfMemory = status === null || status === 134 || /memory|alloc/i.test(said);
  if (isCut || (status !== 0 && isOutOfMemory))
    refuseCall('report_too_large', 'The report takes too much time, memory or space; make it shorter.');
  if (status !== 0) throw new Error(`A report could not be set: ${said}`);
  const bytes = Buffer.concat(output);
  const end = bytes.indexOf(10);
  return { pages: Number(bytes.subarray(0, end).toString()), pdf: bytes.subarray(end + 1) };
}

function command({ dataMegabytes }: RenderLimits): { file: string; args: string[] } {
  const require = createRequire(import.meta.url);
  const compiler = require.resolve('@myriaddreamin/typst-ts-node-compiler');
  const fonts = ['400Regular', '700Bold'].map((weight) =>
    require.resolve(`@expo-google-fonts/ibm-plex-sans-arabic/${weight}/IBMPlexSansArabic_${weight}.ttf`),
  );
  const readable = [MAIN, TEMPLATE, compiler, ...fonts];
  const plan = probeFences({ readableFiles: [...readable, process.execPath], fences: [] });
  const [file = process.execPath, ...args] = [
    ...plan.wrap({ dataMb: dataMegabytes, workerNumber: RENDERER_NUMBER }),
    process.execPath,
    '--jitless',
    '--no-node-snapshot',
    '--permission',
    '--allow-addons',
    ...[MAIN, TEMPLATE, ...fonts, path.dirname(path.dirname(compiler))].map(
      (allowed) => `--allow-fs-read=${allowed}`,
    ),
    '--disable-warning=PERM0001',
    MAIN,
    compiler,
    TEMPLATE,
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
