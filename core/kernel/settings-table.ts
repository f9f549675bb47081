import { z } from 'zod';
import { parseNetworks } from './networks.ts';

const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be between ${min} and ${max}`);
const url = (...protocols: string[]) =>
  z.string().refine(
    (value) => {
      const parsed = URL.canParse(value) ? new URL(value) : undefined;
      return parsed !== undefined && protocols.includes(parsed.protocol.replace(':', ''));
    },
    `must be an address that starts with ${protocols.map((protocol) => `${protocol}://`).join(' or ')}`,
  );

/** The addresses of a list that is apart by spaces or commas. */
export function addressesOf(value: string): string[] {
  return value.split(/[\s,]+/).filter((address) => address !== '');
}

/**
 * Every setting: its rule, its default and what it does. docs/settings.md is generated from this table
 * and a test holds the two together. All values are text, because they come from the environment.
 */
export const SETTINGS_TABLE = {
  DAFTAR_ENV: {
    schema: z.enum(['development', 'staging', 'production']),
    default: 'development',
    group: 'Process',
    does: 'staging and production demand DAFTAR_SECRET, DATABASE_URL and DAFTAR_PUBLIC_URL.',
  },
  PORT: {
    schema: wholeNumber(0, 65535),
    default: '3000',
    group: 'Process',
    does: 'The port of the web server.',
  },
  BIND_ADDRESS: {
    schema: z.string().min(1),
    default: '127.0.0.1',
    group: 'Process',
    does: 'The address the web server listens on. Use 0.0.0.0 in a container.',
  },
  LOG_LEVEL: {
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    default: 'info',
    group: 'Process',
    does: 'The least severe log line that is written.',
  },
  TRUST_PROXY_HOPS: {
    schema: wholeNumber(0, 5),
    default: '0',
    group: 'Process',
    does: 'How many reverse proxies stand in front. Forwarded headers beyond them are ignored.',
  },
  CONSOLE_IP_ALLOW_LIST: {
    schema: z.string().refine((value) => {
      const { networks, invalid } = parseNetworks(value);
      return networks.length > 0 && invalid.length === 0;
    }, 'must be addresses and networks such as 192.0.2.7 and 10.0.0.0/8, apart by spaces or commas'),
    default: undefined,
    group: 'Process',
    does: 'The only addresses the console answers, for example 192.0.2.0/24. Without it the console answers everywhere.',
  },
  RATE_LIMIT_ADDRESS_PER_MINUTE: {
    schema: wholeNumber(60, 100_000_000),
    default: '6000',
    group: 'Process',
    does: 'Requests of one client address (an IPv6 /64 counts as one) a minute, at all hosts together.',
  },
  RATE_LIMIT_TENANT_PER_MINUTE: {
    schema: wholeNumber(60, 100_000_000),
    default: '30000',
    group: 'Process',
    does: 'Requests of one school a minute, from all addresses together.',
  },
  DAFTAR_DATA_DIR: {
    schema: z.string().min(1),
    default: '.data',
    group: 'Process',
    does: 'Where the embedded parts keep the database, files, the secret and the demo accounts.',
  },
  DAFTAR_SECRET: {
    schema: z.string().min(32, 'must have at least 32 characters'),
    default: undefined,
    group: 'Process',
    does: 'Signs sessions and links. Made in the data directory when it is not set; required in production. `npx daftar secrets rotate` makes a new one.',
  },
  DAFTAR_SECRET_PREVIOUS: {
    schema: z.string().min(32, 'must have at least 32 characters'),
    default: undefined,
    group: 'Process',
    does: 'The other key that is still accepted: it opens what it signed or sealed, and signs nothing. See docs/operations.md.',
  },
  DAFTAR_SECRET_CREATED_AT: {
    schema: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}/, 'must be a date such as 2026-11-22')
      .refine((value) => !Number.isNaN(Date.parse(value)), 'must be a date such as 2026-11-22'),
    default: undefined,
    group: 'Process',
    does: 'The day DAFTAR_SECRET was made; required in production with it. A secret older than 183 days is refused in production.',
  },
  DAFTAR_BASE_DOMAIN: {
    schema: z.string().regex(/^[a-z0-9.-]+$/, 'must be a host name'),
    default: 'localhost',
    group: 'Process',
    does: 'Schools live at <subdomain>.<base domain>, staff at console.<base domain>, partners at partners.<base domain>.',
  },
  DAFTAR_PUBLIC_URL: {
    schema: url('http', 'https'),
    default: undefined,
    group: 'Process',
    does: 'Scheme, base domain and port as people see them, for links in mails, for example https://daftar.example. Default: http, the base domain and PORT.',
  },
  SSO_ALLOW_PRIVATE: {
    schema: flag,
    default: 'false',
    group: 'Process',
    does: 'Lets single sign-on call identity providers over http and at private addresses. Development does so anyway; never in production.',
  },
  DAFTAR_DEMO: {
    schema: flag,
    default: 'true',
    group: 'Process',
    does: 'Fill an empty database with two demo schools and write <data dir>/demo-accounts.json.',
  },
  AUDIT_LIST_ROWS: {
    schema: wholeNumber(1, 200),
    default: '50',
    group: 'Audit',
    does: 'A list of more students or guardians than this leaves an entry in the audit trail. One record always does.',
  },
  AUDIT_ALARM_ROWS: {
    schema: wholeNumber(10, 1_000_000),
    default: '1000',
    group: 'Audit',
    does: 'One account that reads more rows of students and guardians than this within AUDIT_ALARM_MINUTES raises an alarm. The rows are still served.',
  },
  AUDIT_ALARM_MINUTES: {
    schema: wholeNumber(1, 1440),
    default: '10',
    group: 'Audit',
    does: 'The time over which AUDIT_ALARM_ROWS counts, and within which the same record seen by the same account leaves one entry.',
  },
  DNS_SERVER: {
    schema: z.string().regex(/^[0-9a-f.:[\]]+$/i, 'must be an address, with a port if need be'),
    default: undefined,
    group: 'Process',
    does: 'The name server that proofs of schools’ own domains are looked up at, for example 192.0.2.53. Default: those of the machine.',
  },
  DATABASE_URL: {
    schema: url('postgres', 'postgresql'),
    default: undefined,
    group: 'Database',
    does: 'A PostgreSQL 15 or newer server instead of the embedded one. If its role may create roles, Daftar makes its own restricted login from it; otherwise set DATABASE_MIGRATION_URL too.',
  },
  DATABASE_MIGRATION_URL: {
    schema: url('postgres', 'postgresql'),
    default: undefined,
    group: 'Database',
    does: 'The role that owns the schema and runs migrations. With it set, DATABASE_URL must be a login that owns nothing.',
  },
  DATABASE_POOL_MAX: {
    schema: wholeNumber(3, 200),
    default: '12',
    group: 'Database',
    does: 'Connections of one process.',
  },
  DATABASE_POOL_MODE: {
    schema: z.enum(['session', 'transaction']),
    default: 'session',
    group: 'Database',
    does: 'transaction when DATABASE_URL leads to a PgBouncer in transaction mode: each transaction then names its school again. Needs DATABASE_SESSION_URL. See docs/operations.md.',
  },
  DATABASE_SESSION_URL: {
    schema: url('postgres', 'postgresql'),
    default: undefined,
    group: 'Database',
    does: 'With DATABASE_POOL_MODE transaction: the server itself, or a pool in session mode, for the few connections that hold locks and listen. Host and port count; the login is that of the application.',
  },
  DATABASE_REPLICA_URLS: {
    schema: z
      .string()
      .refine(
        (value) =>
          addressesOf(value).every(
            (address) => URL.canParse(address) && /^postgres(ql)?:$/.test(new URL(address).protocol),
          ),
        'must be addresses that start with postgres://, apart by spaces or commas',
      ),
    default: undefined,
    group: 'Database',
    does: 'Streaming replicas that reads of hot paths may use, for example postgres://replica-1:5432. Host and port count; the login is that of the application.',
  },
  DATABASE_REPLICA_SECONDS: {
    schema: wholeNumber(1, 300),
    default: '5',
    group: 'Database',
    does: 'A replica further behind than this is not read, and a session that wrote reads from the primary for so long.',
  },
  REDIS_URL: {
    schema: url('redis', 'rediss'),
    default: undefined,
    group: 'Jobs',
    does: 'Hands jobs to BullMQ, with web and worker as separate processes. Without it the outbox relay runs jobs in the web process.',
  },
  SHIPMENT_INTERVAL_SECONDS: {
    schema: wholeNumber(1, 3600),
    default: '5',
    group: 'Jobs',
    does: 'How often the usage of the current hour is sent to Stripe. Each sending carries only what was not sent before.',
  },
  SANDBOX_SPARE_WORKERS: {
    schema: wholeNumber(1, 16),
    default: '2',
    group: 'Jobs',
    does: 'Plugin worker processes kept warm.',
  },
  SANDBOX_ONE_SCHOOL_PER_WORKER: {
    schema: flag,
    default: 'false',
    group: 'Jobs',
    does: 'Ends a plugin worker process rather than letting it serve a second school. Each change of school then costs the start of a process, about 100 ms.',
  },
  S3_ENDPOINT: {
    schema: url('http', 'https'),
    default: undefined,
    group: 'Files',
    does: 'An S3-compatible store instead of the local disk. Needs the other S3_ settings.',
  },
  S3_BUCKET: {
    schema: z.string().min(3),
    default: undefined,
    group: 'Files',
    does: 'The bucket for all files; keys begin with the tenant.',
  },
  S3_REGION: {
    schema: z.string().min(1),
    default: 'us-east-1',
    group: 'Files',
    does: 'The region of the bucket.',
  },
  S3_ACCESS_KEY_ID: {
    schema: z.string().min(1),
    default: undefined,
    group: 'Files',
    does: 'Access key of the store.',
  },
  S3_SECRET_ACCESS_KEY: {
    schema: z.string().min(1),
    default: undefined,
    group: 'Files',
    does: 'Secret key of the store.',
  },
  SMTP_URL: {
    schema: url('smtp', 'smtps'),
    default: undefined,
    group: 'Messages',
    does: 'The mail server. Without it mail goes to the local outbox page.',
  },
  MAIL_FROM: {
    schema: z.string().min(3),
    default: 'Daftar <no-reply@daftar.localhost>',
    group: 'Messages',
    does: 'The sender of mails.',
  },
  TWILIO_ACCOUNT_SID: {
    schema: z.string().regex(/^AC[0-9a-f]{32}$/, 'must be AC and 32 hexadecimal digits'),
    default: undefined,
    group: 'Messages',
    does: 'The Twilio account for SMS. Without it SMS go to the local outbox page.',
  },
  TWILIO_AUTH_TOKEN: {
    schema: z.string().min(16),
    default: undefined,
    group: 'Messages',
    does: 'The token of the Twilio account.',
  },
  TWILIO_FROM: {
    schema: z.string().min(3),
    default: '+97440000000',
    group: 'Messages',
    does: 'The sender of SMS: a number in E.164 form or a registered name.',
  },
  TWILIO_API_BASE_URL: {
    schema: url('http', 'https'),
    default: undefined,
    group: 'Messages',
    does: 'Another server that speaks the Twilio API; the local emulator by default.',
  },
  STRIPE_SECRET_KEY: {
    schema: z.string().regex(/^(sk|rk)_/, 'must begin with sk_ or rk_'),
    default: undefined,
    group: 'Billing',
    does: 'The Stripe account that usage is sent to. Without it the local emulator is used.',
  },
  STRIPE_API_BASE_URL: {
    schema: url('http', 'https'),
    default: undefined,
    group: 'Billing',
    does: 'Another server that speaks the Stripe API; the local emulator by default.',
  },
  INVOICE_COMPANY_NAME: {
    schema: z.string().min(1).max(200),
    default: 'Daftar',
    group: 'Billing',
    does: 'Who the invoices are from.',
  },
  INVOICE_COMPANY_NAME_AR: {
    schema: z.string().min(1).max(200),
    default: 'دفتر',
    group: 'Billing',
    does: 'The same in Arabic.',
  },
  INVOICE_COMPANY_ADDRESS: {
    schema: z.string().min(1).max(500),
    default: undefined,
    group: 'Billing',
    does: 'The address on invoices; | begins a new line.',
  },
  INVOICE_COMPANY_ADDRESS_AR: {
    schema: z.string().min(1).max(500),
    default: undefined,
    group: 'Billing',
    does: 'The same in Arabic.',
  },
  INVOICE_TAX_NUMBER: {
    schema: z.string().min(1).max(60),
    default: undefined,
    group: 'Billing',
    does: 'Our tax number, printed on invoices when it is set.',
  },
  INVOICE_PAYMENT_NOTE: {
    schema: z.string().min(1).max(1000),
    default: undefined,
    group: 'Billing',
    does: 'How an open invoice is paid, such as a bank account; | begins a new line.',
  },
  INVOICE_PAYMENT_NOTE_AR: {
    schema: z.string().min(1).max(1000),
    default: undefined,
    group: 'Billing',
    does: 'The same in Arabic.',
  },
  STRIPE_WEBHOOK_SECRET: {
    schema: z.string().regex(/^whsec_/, 'must begin with whsec_'),
    default: undefined,
    group: 'Billing',
    does: 'What Stripe signs its messages to /webhooks/stripe with. Without it they are all refused; the local emulator brings its own.',
  },
} as const;

export type SettingName = keyof typeof SETTINGS_TABLE;
