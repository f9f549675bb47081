import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { registerLocalWebhook } from '../../billing/worker.ts';
import { readSettings, type Settings, sha256Hex } from '../../kernel/index.ts';
import { type Service, startService } from './child-process.ts';
import { freePort } from './ports.ts';
import { StartError } from './start-error.ts';

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../..');

type Ports = { messages?: number; smtp?: number; stripe?: number };
type Accounts = { account: string; token: string; stripeKey: string };

/**
 * Local stand-ins for the providers that no setting names. They keep what they got in the data directory and their
 * addresses over restarts, so that an open browser tab stays good. Sets the environment of this process to them.
 */
export async function startProviders(settings: Settings): Promise<Service[]> {
  const known = readPorts(settings.DAFTAR_DATA_DIR);
  const { account, token, stripeKey } = localAccounts(settings);
  const services: Service[] = [];
  const ports: Ports = {};
  const program = (name: string) => path.join(ROOT, 'e2e', name, 'main.ts');
  const dataFile = (name: string) => path.join(settings.DAFTAR_DATA_DIR, `${name}.sqlite`);
  if (settings.TWILIO_ACCOUNT_SID === undefined || settings.SMTP_URL === undefined) {
    const [http, smtp] = [await freePort(known.messages), await freePort(known.smtp)];
    const args = ['--port', String(http), '--smtp-port', String(smtp), '--data', dataFile('messages')];
    const login = ['--account-sid', account, '--auth-token', token];
    services.push(
      await startService('local message outbox', program('message-emulator'), [...args, ...login]),
    );
    Object.assign(ports, { messages: http, smtp });
  }
  if (settings.STRIPE_SECRET_KEY === undefined) {
    const http = await freePort(known.stripe);
    const args = ['--port', String(http), '--data', dataFile('stripe'), '--api-key', stripeKey];
    services.push(await startService('local Stripe emulator', program('stripe-emulator'), args));
    ports.stripe = http;
  }
  writeFileSync(path.join(settings.DAFTAR_DATA_DIR, 'ports.json'), JSON.stringify(ports));
  pointAtLocalProviders(settings, ports);
  if (settings.STRIPE_SECRET_KEY === undefined && settings.PORT !== 0) await receiveLocalWebhooks(settings);
  return services;
}

// Kept beside the ports, so that a process that is started on its own can check what the emulator signed.
async function receiveLocalWebhooks(settings: Settings): Promise<void> {
  const url = `http://127.0.0.1:${settings.PORT}/webhooks/stripe`;
  const secret = await registerLocalWebhook(readSettings(process.env), url);
  writeFileSync(webhookFile(settings), secret, { mode: 0o600 });
  process.env.STRIPE_WEBHOOK_SECRET = secret;
}

function webhookFile(settings: Settings): string {
  return path.join(settings.DAFTAR_DATA_DIR, 'stripe-webhook-secret');
}

/**
 * For a process that `daftar start` did not start: uses the stand-ins that run beside it. A provider that no
 * setting names and that does not run is a StartError.
 */
export async function findProviders(settings: Settings): Promise<void> {
  const ports = readPorts(settings.DAFTAR_DATA_DIR);
  const missing: string[] = [];
  if (settings.TWILIO_ACCOUNT_SID === undefined && !(await isServed(ports.messages)))
    missing.push('TWILIO_ACCOUNT_SID');
  if (settings.SMTP_URL === undefined && !(await isServed(ports.messages))) missing.push('SMTP_URL');
  if (settings.STRIPE_SECRET_KEY === undefined && !(await isServed(ports.stripe)))
    missing.push('STRIPE_SECRET_KEY');
  if (missing.length > 0) {
    throw new StartError(
      `${missing.join(', ')} must be set, or "npm start" must run with the same data directory and provide local stand-ins.`,
    );
  }
  pointAtLocalProviders(settings, ports);
  if (settings.STRIPE_SECRET_KEY === undefined && existsSync(webhookFile(settings)))
    process.env.STRIPE_WEBHOOK_SECRET = readFileSync(webhookFile(settings), 'utf8');
}

function pointAtLocalProviders(settings: Settings, ports: Ports): void {
  const { account, token, stripeKey } = localAccounts(settings);
  if (settings.TWILIO_ACCOUNT_SID === undefined) {
    Object.assign(process.env, {
      TWILIO_ACCOUNT_SID: account,
      TWILIO_AUTH_TOKEN: token,
      TWILIO_API_BASE_URL: `http://127.0.0.1:${ports.messages}`,
    });
  }
  process.env.SMTP_URL ??= `smtp://127.0.0.1:${ports.smtp}`;
  if (settings.STRIPE_SECRET_KEY === undefined) {
    Object.assign(process.env, {
      STRIPE_SECRET_KEY: stripeKey,
      STRIPE_API_BASE_URL: `http://127.0.0.1:${ports.stripe}`,
    });
  }
}

// Derived from the secret, so that every process of the installation knows them without storing them.
function localAccounts(settings: Settings): Accounts {
  const derive = (purpose: string) => sha256Hex(`${purpose}:${settings.DAFTAR_SECRET}`).slice(0, 32);
  return {
    account: `AC${derive('twilio')}`,
    token: derive('twilio-token'),
    stripeKey: `sk_test_${derive('stripe')}`,
  };
}

async function isServed(port: number | undefined): Promise<boolean> {
  if (port === undefined) return false;
  const answer = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(2000) }).catch(
    () => undefined,
  );
  return answer?.ok === true;
}

function readPorts(dataDir: string): Ports {
  try {
    return JSON.parse(readFileSync(path.join(dataDir, 'ports.json'), 'utf8')) as Ports;
  } catch {
    return {};
  }
}
