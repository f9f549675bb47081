// Sets one report and ends: started by render-report.ts, with no environment, no network and no right to write. Plain
// JavaScript, because type stripping needs WebAssembly and --jitless takes that away.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [compilerPath, templatePath, ...fontPaths] = process.argv.slice(2);
const { NodeCompiler } = createRequire(import.meta.url)(compilerPath);

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const compiler = NodeCompiler.create({
  workspace: '/nonexistent',
  fontArgs: [{ fontBlobs: fontPaths.map((path) => readFileSync(path)) }],
});
const compiled = compiler.compile({
  mainFileContent: readFileSync(templatePath, 'utf8'),
  inputs: { report: Buffer.concat(chunks).toString('utf8') },
});
if (compiled.result === null) {
  const problems = compiled.takeDiagnostics()?.shortDiagnostics ?? [];
  throw new Error(problems.map((problem) => JSON.stringify(problem)).join('\n'));
}
const pdf = compiler.pdf(compiled.result, { creationTimestamp: 0 });
process.stdout.write(`${compiled.result.numOfPages}\n`);
process.stdout.write(pdf);
