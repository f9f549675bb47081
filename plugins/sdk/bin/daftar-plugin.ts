import { pluginProgram, runCommandLine } from '../cli.ts';

await runCommandLine(pluginProgram());
