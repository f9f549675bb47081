import { z } from 'zod';
import { CAPABILITY_FIELDS } from './capabilities.ts';
import { PLUGIN_EVENT_TYPES } from './events.ts';
import { settingsSchema } from './settings-schema.ts';

const SEMVER = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$/;
const RANGE = /^[\^~>=<\s|.*x0-9-]{1,60}$/;
/** One leading wildcard label at most, then at least two plain labels; never an address or a trailing dot. */
const HOST = /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;
const CRON = /^(\S{1,40} ){4}\S{1,40}$/;

/** Text shown to people, in both languages of the product. Markup is shown as it stands, never interpreted. */
const bilingual = (max: number) =>
  z.strictObject({ en: z.string().trim().min(1).max(max), ar: z.string().trim().min(1).max(max) });

const handlerName = z.string().regex(/^[a-z][a-z0-9_.-]{0,63}$/);

const permission = z
  .strictObject({
    capability: z.string().max(100),
    /** What kind of personal data it touches, such as `guardian_contact`. */
    dataClass: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,63}$/)
      .optional(),
    fields: z.array(z.string()).min(1).max(50).optional(),
    purpose: bilingual(300),
  })
  .superRefine(({ capability, fields }, context) => {
    const known: Record<string, readonly string[]> = CAPABILITY_FIELDS;
    const allowed = Object.hasOwn(known, capability) ? known[capability] : undefined;
    if (allowed === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['capability'],
        message: `There is no capability ${capability}.`,
      });
      return;
    }
    for (const field of fields ?? []) {
      if (!allowed.includes(field)) {
        context.addIssue({
          code: 'custom',
          path: ['fields'],
          message: `${capability} has no field ${field}.`,
        });
      }
    }
    if (allowed.length > 0 && fields === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['fields'],
        message: `${capability} needs the fields it will read.`,
      });
    }
  });

const block = z.strictObject({
  id: handlerName,
  title: bilingual(80),
  /** Answered by the endpoint of this name with the data of the block. */
  endpoint: handlerName,
  kind: z.enum(['number', 'chart', 'table', 'list', 'text']),
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
      .regex(/^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*){2,5}$/),
    version: z.string().max(40).regex(SEMVER),
    /** Host versions it runs on, as a semver range. */
    engine: z.string().regex(RANGE),
    name: bilingual(60),
    description: bilingual(600),
    publisher: z.strictObject({
      id: z.string().max(100),
      name: z.string().min(1).max(100),
      url: z.url().optional(),
    }),
    category: z.enum(['communication', 'analytics', 'learning', 'reporting', 'finance', 'integration']),
    icon: z.string().regex(/^[a-z0-9-]{1,40}$/),
    permissions: z.array(permission).max(40),
    egress: z
      .array(z.strictObject({ host: z.string().max(253).regex(HOST), purpose: bilingual(300) }))
      .max(20)
      .default([]),
    events: z
      .array(z.strictObject({ name: z.enum(PLUGIN_EVENT_TYPES), handler: handlerName.optional() }))
      .max(40)
      .default([]),
    schedules: z
      .array(
        z.strictObject({ name: handlerName, cron: z.string().regex(CRON), handler: handlerName.optional() }),
      )
      .max(10)
      .default([]),
    endpoints: z
      .array(
        z.strictObject({
          name: handlerName,
          method: z.enum(['GET', 'POST']),
          permission: handlerName.optional(),
        }),
      )
      .max(40)
      .default([]),
    actions: z
      .array(
        z.strictObject({
          name: handlerName,
          title: bilingual(60),
          on: z.strictObject({ collection: handlerName, place: z.enum(['record', 'list']) }),
        }),
      )
      .max(20)
      .default([]),
    widgets: z.array(block).max(20).default([]),
    pages: z
      .array(z.strictObject({ id: handlerName, title: bilingual(80), blocks: z.array(block).min(1).max(20) }))
      .max(20)
      .default([]),
    settings: settingsSchema.default({ type: 'object', properties: {}, additionalProperties: false }),
    meters: z
      .array(z.string().regex(/^[a-z][a-z0-9_]{0,40}$/))
      .max(10)
      .default([]),
    limits: z.enum(['interactive', 'job', 'report']).default('interactive'),
    storage: z
      .strictObject({ keys: z.int().min(0).max(100_000), megabytes: z.int().min(0).max(1_024) })
      .optional(),
    migrations: z
      .array(z.strictObject({ to: z.string().regex(SEMVER), handler: handlerName }))
      .max(100)
      .default([]),
  })
  .superRefine((manifest, context) => {
    const lists: [string, string[]][] = [
      ['permissions', manifest.permissions.map((item) => item.capability)],
      ['egress', manifest.egress.map((item) => item.host)],
      ['events', manifest.events.map((item) => item.name)],
      ['schedules', manifest.schedules.map((item) => item.name)],
      ['endpoints', manifest.endpoints.map((item) => item.name)],
      ['actions', manifest.actions.map((item) => item.name)],
    ];
    for (const [path, names] of lists) {
      if (new Set(names).size !== names.length) {
        context.addIssue({ code: 'custom', path: [path], message: `${path} names something twice.` });
      }
    }
  });

export type PluginManifest = z.infer<typeof pluginManifest>;

/** Checks a manifest. Throws an Error that lists every problem with its path, for people who write one. */
export function parseManifest(value: unknown): PluginManifest {
  const parsed = pluginManifest.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) => `${issue.path.join('.') || 'plugin.json'}: ${issue.message}`,
  );
  throw new Error(`plugin.json is not valid.\n${problems.join('\n')}`);
}
