import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { CHROMIUM } from './support/chromium.ts';
import { environmentOf } from './support/daftar-process.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

// The workers of Playwright read this file again; they must find the installation that the first reading made.
process.env.DAFTAR_BROWSER_PORT ??= '3650';
process.env.DAFTAR_BROWSER_DATA ??= temporaryFolder('daftar-browser-');

/** The installation the browser works with: everything as `npm start` brings it up, in a fresh data directory. */
export const installation = {
  dataDir: process.env.DAFTAR_BROWSER_DATA,
  port: Number(process.env.DAFTAR_BROWSER_PORT),
  environment: { SHIPMENT_INTERVAL_SECONDS: '1' },
};

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: path.join(root, 'artifacts/browser'),
  // The scenarios share one school and one outbox, so they go one after the other.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: CHROMIUM,
  },
  webServer: {
    command: `exec "${process.execPath}" core/server/launcher.mjs start`,
    cwd: root,
    env: environmentOf(installation),
    url: `http://127.0.0.1:${installation.port}/healthz`,
    timeout: 600_000,
    reuseExistingServer: false,
    stdout: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 },
  },
});
