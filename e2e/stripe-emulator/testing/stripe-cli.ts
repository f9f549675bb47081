import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { testKey } from '../test-client.ts';

const run = promisify(execFile);

/**
 * The binary of Stripe's command line for this platform. Throws when it is not installed: a test that skips itself
 * proves nothing.
 */
function findBinary(): string {
  const name = `@stripe/cli-${process.platform}-${process.arch}`;
  const { resolve } = createRequire(import.meta.url);
  try {
    const file = process.platform === 'win32' ? 'stripe.exe' : 'stripe';
    return path.join(path.dirname(resolve(`${name}/package.json`)), 'bin', file);
  } catch {
    throw new Error(
      `Stripe's command line is not installed: the package ${name} is missing. Run npm ci; on a platform without that package this test cannot run.`,
    );
  }
}

/**
 * Stripe's own command line, pointed at an emulator. `call` answers what it wrote to standard output; it throws when
 * the program fails or says that it did. Nothing is read from or written to the user's own settings.
 */
export function createStripeCli(url: string, apiKey = testKey) {
  const binary = findBinary();
  const home = mkdtempSync(path.join(tmpdir(), 'stripe-cli-'));
  const env: NodeJS.ProcessEnv = {
    NODE_ENV: 'test',
    HOME: home,
    XDG_CONFIG_HOME: home,
    PATH: process.env.PATH,
    STRIPE_API_KEY: apiKey,
    DO_NOT_TRACK: '1',
    STRIPE_CLI_TELEMETRY_OPTOUT: '1',
  };
  return {
    async call(...args: string[]): Promise<string> {
      const { stdout, stderr } = await run(binary, [...args, '--api-base', url, '--color', 'off'], {
        env,
        timeout: 30_000,
      });
      if (/Trigger failed|"error": \{/.test(stdout + stderr)) throw new Error(stdout + stderr);
      return stdout;
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}
