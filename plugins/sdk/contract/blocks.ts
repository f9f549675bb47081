import { z } from 'zod';
import { settingsSchema } from './settings-schema.ts';
import { handlerName, shownText } from './texts.ts';

const tone = z.enum(['neutral', 'good', 'warning', 'bad']);
const cell = z.union([z.string().max(500), z.number(), z.boolean(), z.null()]);

const stat = z.strictObject({
  kind: z.literal('stat'),
  label: shownText(80),
  value: z.union([z.string().max(40), z.number()]),
  hint: shownText(200).optional(),
  tone: tone.optional(),
});

const table = z.strictObject({
  kind: z.literal('table'),
  title: shownText(120).optional(),
  columns: z
    .array(
      z.strictObject({
        key: z.string().regex(/^[a-z][A-Za-z0-9_]{0,40}$/),
        label: shownText(80),
        /** `percent` is of a share: 0.25 is shown as 25 %. A value that does not fit is shown as it is. */
        format: z.enum(['text', 'number', 'date', 'dateTime', 'percent', 'yesNo']).optional(),
      }),
    )
    .min(1)
    .max(12),
  rows: z.array(z.record(z.string().max(41), cell)).max(500),
  empty: shownText(200).optional(),
});

const chart = z.strictObject({
  kind: z.literal('chart'),
  title: shownText(120),
  shape: z.enum(['bar', 'line']),
  unit: shownText(40).optional(),
  series: z
    .array(
      z.strictObject({
        label: shownText(80),
        points: z.array(z.strictObject({ label: shownText(60), value: z.number() })).max(120),
      }),
    )
    .min(1)
    .max(4),
});

const markdown = z.strictObject({
  kind: z.literal('markdown'),
  /** Headings, lists, emphasis and code. HTML and pictures are shown as text; links lead to https alone. */
  text: shownText(10_000),
});

const callout = z.strictObject({
  kind: z.literal('callout'),
  tone: tone.optional(),
  title: shownText(120).optional(),
  text: shownText(1_000),
});

const actionBlock = z.strictObject({
  kind: z.literal('action'),
  /** Name of an action of the manifest. */
  action: handlerName,
  label: shownText(60),
  /** What the action's form begins with. An action without a form gets them as they come back: check them. */
  values: z.record(z.string().max(41), cell).optional(),
  tone: z.enum(['primary', 'secondary', 'danger']).optional(),
});

const form = z.strictObject({
  kind: z.literal('form'),
  action: handlerName,
  title: shownText(120).optional(),
  submit: shownText(60),
  /** Checked in the browser; on the server only the `form` of the action is. */
  fields: settingsSchema,
  values: z.record(z.string().max(41), cell).optional(),
});

/** What plugins show: data for the panel's own components. No code and no markup of a plugin reaches a page. */
export const block = z.discriminatedUnion('kind', [stat, table, chart, markdown, callout, actionBlock, form]);
export const blocks = z.array(block).max(40);

/** What the handler of a widget, page or tab answers. */
export const blocksAnswer = z.strictObject({ blocks });

/** What the handler of an action answers. */
export const actionAnswer = z.strictObject({
  message: shownText(500).optional(),
  tone: tone.optional(),
  blocks: blocks.optional(),
  /** A file of this plugin that is offered for download. */
  fileId: z.uuid().optional(),
});

/** What the handler of an endpoint answers; the body is sent as JSON. */
export const endpointAnswer = z.strictObject({
  status: z.int().min(200).max(599).optional(),
  body: z.json().optional(),
});

export type Block = z.infer<typeof block>;
export type BlocksAnswer = z.infer<typeof blocksAnswer>;
export type ActionAnswer = z.infer<typeof actionAnswer>;
export type EndpointAnswer = z.infer<typeof endpointAnswer>;
