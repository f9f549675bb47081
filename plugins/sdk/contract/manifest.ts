import { z } from 'zod';
import { checkManifest } from './manifest-rules.ts';
import { permission } from './permission.ts';
import { settingsSchema } from './settings-schema.ts';
import {
  actionSurface,
  endpointSurface,
  eventSurface,
  pageSurface,
  scheduleSurface,
  tabSurface,
  widgetSurface,
} from './surfaces.ts';
import { bilingual, handlerName } from './texts.ts';

const SEMVER = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$/;
/** One leading wildcard label at most, then at least two plain labels; never an address or a trailing dot. */
const HOST = /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;
const fieldName = z.string().regex(/^[a-z][A-Za-z0-9]{0,40}$/);

const egress = z.strictObject({ host: z.string().max(253).regex(HOST), purpose: bilingual(300) });

/** A collection of the plugin's own: one flat record by key. */
const ownCollection = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,40}$/),
  title: bilingual(80),
  fields: z.record(
    fieldName,
    z.strictObject({
      type: z.enum(['string', 'number', 'boolean', 'date']),
      required: z.boolean().optional(),
      maxLength: z.int().min(1).max(10_000).optional(),
    }),
  ),
});

const meter = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,40}$/),
  title: bilingual(80),
});

/**
 * `plugin.json`: what a plugin is and all that it may do. Shared by the SDK, the registry and the host; unknown keys
 * are errors, because a key that one side ignores is a permission that the other side grants.
 */
export const pluginManifest = z
  .strictObject({
    id: z
      .string()
      .max(100)
      .regex(/^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*){2,5}$/)
      .describe('Reverse domain name of the publisher and the plugin, such as `qa.daftar.sms`.'),
    version: z
      .string()
      .max(40)
      .regex(SEMVER)
      .describe('Version by semver. A published version never changes.'),
    engine: z.string().max(60).describe('Versions of this contract it runs on, as a semver range.'),
    name: bilingual(60).describe('Shown in the catalogue, in both languages.'),
    description: bilingual(600).describe('One or two sentences, in both languages.'),
    publisher: z
      .strictObject({ id: z.string().max(100), name: z.string().min(1).max(100), url: z.url().optional() })
      .describe('Who answers for it.'),
    category: z
      .enum(['communication', 'analytics', 'learning', 'reporting', 'finance', 'integration'])
      .describe('Where the catalogue lists it.'),
    icon: z
      .string()
      .regex(/^[a-z0-9-]{1,40}$/)
      .describe('Name of an icon of the panel.'),
    permissions: z
      .array(permission)
      .max(40)
      .describe('Capabilities it uses, each with fields and purpose. The school accepts exactly these.'),
    egress: z
      .array(egress)
      .max(20)
      .default([])
      .describe('Hosts it calls by https: exact names, or one leading wildcard label.'),
    events: z.array(eventSurface).max(40).default([]).describe('Events it listens to.'),
    schedules: z
      .array(scheduleSurface)
      .max(10)
      .default([])
      .describe('When it runs by itself, in the school’s time zone.'),
    endpoints: z
      .array(endpointSurface)
      .max(40)
      .default([])
      .describe('Addresses it answers at, under /api/plugins/<id>/<name>.'),
    actions: z
      .array(actionSurface)
      .max(20)
      .default([])
      .describe('Buttons on a record, on a list, or in its own blocks.'),
    widgets: z.array(widgetSurface).max(20).default([]).describe('Cards on the start page, made of blocks.'),
    pages: z.array(pageSurface).max(20).default([]).describe('Pages of its own, made of blocks.'),
    tabs: z.array(tabSurface).max(20).default([]).describe('Cards on a record’s page, made of blocks.'),
    settings: settingsSchema
      .default({ type: 'object', properties: {}, additionalProperties: false })
      .describe('What the school can set: one flat JSON Schema. Secrets are write-only.'),
    collections: z
      .array(ownCollection)
      .max(20)
      .default([])
      .describe('Records of its own, with checked fields.'),
    meters: z
      .array(meter)
      .max(10)
      .default([])
      .describe('What it bills by. `sms_parts` is the platform’s own and is counted by `sms.send`.'),
    limits: z
      .enum(['interactive', 'job', 'report'])
      .default('interactive')
      .describe('Limit class of handlers that name none.'),
    storage: z
      .strictObject({ keys: z.int().min(0).max(100_000), megabytes: z.int().min(0).max(1_024) })
      .default({ keys: 1_000, megabytes: 20 })
      .describe('Quota: keys and records together, and megabytes of files.'),
    translations: z
      .record(z.string().regex(/^[a-z][A-Za-z0-9_.-]{0,80}$/), bilingual(2_000))
      .default({})
      .describe('Texts that handlers use by name.'),
    migrations: z
      .array(z.strictObject({ to: z.string().regex(SEMVER), name: handlerName }))
      .max(100)
      .default([])
      .describe('Changes of its own data on the way to a version.'),
  })
  .superRefine(checkManifest);

export type PluginManifest = z.infer<typeof pluginManifest>;
export type PluginManifestInput = z.input<typeof pluginManifest>;

/** Checks a manifest. Throws an Error that lists every problem with its path, for people who write one. */
export function parseManifest(value: unknown): PluginManifest {
  const parsed = pluginManifest.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) => `${issue.path.join('.') || 'plugin.json'}: ${issue.message}`,
  );
  throw new Error(`plugin.json is not valid.\n${problems.join('\n')}`);
}
