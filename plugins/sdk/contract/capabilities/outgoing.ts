import { z } from 'zod';
import { bilingual, handlerName } from '../texts.ts';
import { type CapabilityContract, idempotencyKey, language, uuid } from './shared.ts';

const aboutStudent = z.strictObject({ studentId: uuid }).optional();
const sent = z.strictObject({ messageId: z.string(), status: z.enum(['queued', 'duplicate']) });

/** The guardian is named by id: the host finds the number, so a plugin never needs to see it. */
export const smsSendInput = z.strictObject({
  guardianId: uuid,
  body: z.string().min(1).max(1_600),
  language,
  idempotencyKey,
  subject: aboutStudent,
  /** Not before this moment, for quiet hours; at most seven days ahead. */
  notBefore: z.iso.datetime({ offset: true }).optional(),
});

export const smsSendOutput = z.strictObject({
  messageId: z.string(),
  status: z.enum(['queued', 'duplicate']),
  /** What the message costs, by `countSmsParts`. */
  parts: z.int().min(1),
});

const headerName = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/);
const secretName = z.string().regex(/^[a-z][A-Za-z0-9]{0,40}$/);

export const httpFetchInput = z.strictObject({
  url: z.string().max(2_000),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).optional(),
  headers: z
    .record(
      headerName,
      z
        .string()
        .max(2_000)
        .regex(/^[^\r\n\0]*$/),
    )
    .optional(),
  body: z.string().optional(),
  /** Puts a secret setting into a header; the plugin itself never sees it. */
  secret: z
    .strictObject({ name: secretName, header: headerName, prefix: z.string().max(40).optional() })
    .optional(),
  /**
   * Signs `<unix seconds>.<body>` with HMAC-SHA256 under a secret setting, and sends `t=<seconds>,v1=<hex>` in the
   * header.
   */
  sign: z.strictObject({ secret: secretName, header: headerName }).optional(),
});

export const httpFetchOutput = z.strictObject({
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
});

const reportBlock = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('heading'),
    text: z.string().max(300),
    level: z.int().min(1).max(3).optional(),
    align: z.enum(['start', 'center', 'end']).optional(),
  }),
  z.strictObject({
    kind: z.literal('paragraph'),
    text: z.string().max(5_000),
    size: z.int().min(8).max(40).optional(),
    align: z.enum(['start', 'center', 'end']).optional(),
  }),
  z.strictObject({
    kind: z.literal('table'),
    columns: z.array(z.string().max(100)).min(1).max(12),
    rows: z.array(z.array(z.string().max(500)).max(12)).max(1_000),
  }),
  z.strictObject({ kind: z.literal('space'), points: z.int().min(1).max(400) }),
  z.strictObject({ kind: z.literal('line') }),
  z.strictObject({ kind: z.literal('pageBreak') }),
  /** Lines to sign on, side by side. */
  z.strictObject({ kind: z.literal('signatures'), labels: z.array(z.string().max(100)).min(1).max(4) }),
]);

/** Blocks only: a plugin's text is set as text, never run as markup of the typesetter. */
export const reportRenderInput = z.strictObject({
  name: z.string().regex(/^[^/\\\p{Cc}]{1,120}$/u),
  /** Decides direction and font of the page. */
  language,
  page: z
    .strictObject({
      size: z.enum(['A4', 'A5']).optional(),
      orientation: z.enum(['portrait', 'landscape']).optional(),
      /** `frame` draws a border, for certificates. */
      border: z.enum(['none', 'frame']).optional(),
    })
    .optional(),
  blocks: z.array(reportBlock).min(1).max(2_000),
});

export const OUTGOING = {
  'sms.send': {
    permission: 'sms.send',
    summary: 'One text message to a guardian; parts are counted and billed by the platform.',
    input: smsSendInput,
    output: smsSendOutput,
    codes: ['message.recipient_unknown', 'message.too_late', 'cap_reached'],
  },
  'email.send': {
    permission: 'email.send',
    summary: 'One plain-text mail to a guardian, under the school’s name.',
    input: z.strictObject({
      guardianId: uuid,
      subjectLine: z.string().min(1).max(150),
      body: z.string().min(1).max(10_000),
      language,
      idempotencyKey,
      subject: aboutStudent,
    }),
    output: sent,
    codes: ['message.recipient_unknown'],
  },
  'notify.send': {
    permission: 'notify.send',
    summary: 'A note in the panel for everybody with one role of the school.',
    input: z.strictObject({
      role: z.string().regex(/^[a-z][a-z0-9-]{0,40}$/),
      title: bilingual(120),
      text: bilingual(1_000),
      /** A page of the plugin that the note leads to. */
      pageId: handlerName.optional(),
      idempotencyKey,
    }),
    output: sent,
    codes: ['role_unknown'],
  },
  'http.fetch': {
    permission: 'http.fetch',
    summary: 'One https request to a host that the manifest declares.',
    input: httpFetchInput,
    output: httpFetchOutput,
    codes: [
      'host_not_declared',
      'address_refused',
      'secret_missing',
      'request_too_large',
      'response_too_large',
      'too_many_requests',
      'byte_budget_used',
      'timeout',
      'unreachable',
    ],
  },
  'report.render': {
    permission: 'report.render',
    summary: 'A PDF from blocks, Arabic set from right to left; kept like a file of the plugin.',
    input: reportRenderInput,
    output: z.strictObject({ fileId: uuid, bytes: z.int(), pages: z.int().min(1) }),
    codes: ['quota_reached', 'report_too_large'],
  },
  'meter.add': {
    permission: 'meter.add',
    summary: 'Counts usage of one of the plugin’s own meters, once for each key.',
    input: z.strictObject({
      meter: z.string().regex(/^[a-z][a-z0-9_]{0,40}$/),
      quantity: z.int().min(1).max(1_000_000),
      idempotencyKey,
    }),
    output: z.strictObject({ status: z.enum(['counted', 'duplicate']) }),
    codes: ['meter_not_declared', 'cap_reached', 'usage.conflict'],
  },
  log: {
    permission: 'log',
    summary: 'One line in the call’s log; granted to every plugin.',
    input: z.strictObject({
      level: z.enum(['debug', 'info', 'warn', 'error']),
      message: z.string().max(4_000),
    }),
    output: z.null(),
    codes: [],
  },
} as const satisfies Record<string, CapabilityContract>;
