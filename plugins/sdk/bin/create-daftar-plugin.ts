import { createProgram, runCommandLine } from '../cli.ts';

await runCommandLine(createProgram());
