import type { Endpoint, PayloadRequest } from 'payload';
import { z } from 'zod';
import { AppError, readSettings, toCsv } from '../../kernel/index.ts';
import { actorOf } from '../../observability/index.ts';
import { openStorage } from '../../storage/index.ts';
import {
  can,
  grantsOf,
  languageOfRequest,
  poolOf,
  readInput,
  requirePermission,
  schoolEndpoint,
  tellingErrors,
} from '../../tenancy/index.ts';
import { checkSheet, confirmSheet, sheetRun, uploadSheet } from '../services/sheet-runs.ts';
import { describeSheet, rememberMapping } from '../sheets/describe-sheet.ts';
import { sheetProblemText } from '../sheets/problem-texts.ts';
import { firstRows } from '../sheets/read-sheet.ts';
import { SheetFault } from '../sheets/sheet-fault.ts';
import type { SheetProblem, SheetTargetName } from '../sheets/sheet-types.ts';
import { SHEET_TARGETS } from '../sheets/target-fields.ts';
import { undoImport } from '../sheets/undo-import.ts';
import { readFileName, readUpload } from './uploads.ts';

const UPLOAD_LIMIT_MB = 30;
const HEADER_SEARCH_ROWS = 400;
const TARGET = z.enum(Object.keys(SHEET_TARGETS) as [SheetTargetName, ...SheetTargetName[]]);
const OPTIONS = z.strictObject({
  sheet: z.string().max(200).optional(),
  headerRow: z.number().int().min(1).max(HEADER_SEARCH_ROWS),
  mapping: z.record(z.string().regex(/^\d{1,3}$/), z.string().max(60)),
  dateOrder: z.enum(['day-first', 'month-first']).optional(),
});

/** What the wizard for sheets calls: kinds, upload, columns, check, import, errors as a file, and undo. */
export const sheetEndpoints: Endpoint[] = [
  schoolEndpoint({
    path: '/sheets/targets',
    method: 'get',
    permission: 'imports.write',
    input: z.strictObject({}),
    run: async ({ req }) => {
      const at = languageOfRequest(req) === 'ar' ? 1 : 0;
      const targets = [];
      for (const [name, target] of Object.entries(SHEET_TARGETS))
        if (await can(req, `${target.resource}.write`))
          targets.push({
            name,
            label: target.label[at],
            fields: target.fields.map((field) => ({
              name: field.name,
              label: field.label[at],
              required: field.required === true,
            })),
          });
      return { targets };
    },
  }),
  {
    path: '/sheets/upload',
    method: 'post',
    custom: { permission: 'imports.write' },
    handler: tellingErrors(async (req) => {
      const userId = await requirePermission(req, 'imports.write');
      const { collection } = await readInput(req, {
        method: 'get',
        input: z.strictObject({ collection: TARGET }),
      });
      await requireTarget(req, collection);
      const bytes = await readUpload(req.body ?? null, UPLOAD_LIMIT_MB);
      const runId = await uploadSheet(poolOf(req.payload), openStorage(readSettings(process.env)), {
        bytes,
        fileName: readFileName(req.headers.get('x-file-name'), 'sheet'),
        collection,
        idempotencyKey: req.headers.get('idempotency-key')?.slice(0, 100) ?? undefined,
        userId,
        actor: actorOf(req),
      });
      return Response.json({ runId });
    }),
  },
  schoolEndpoint({
    path: '/sheets/columns',
    method: 'get',
    permission: 'imports.write',
    input: z.strictObject({
      id: z.uuid(),
      sheet: z.string().max(200).optional(),
      headerRow: z.coerce.number().int().min(1).max(HEADER_SEARCH_ROWS).optional(),
    }),
    run: async ({ req, input }) => {
      const pool = poolOf(req.payload);
      const run = await sheetRun(pool, input.id);
      await requireTarget(req, run.collection);
      const bytes = await bytesOf(run.storageKey);
      const described = await tellingFaults(() =>
        describeSheet(pool, bytes, {
          collection: run.collection,
          fields: SHEET_TARGETS[run.collection].fields,
          ...(input.sheet === undefined ? {} : { sheet: input.sheet }),
          ...(input.headerRow === undefined ? {} : { headerRow: input.headerRow }),
        }),
      );
      return { collection: run.collection, fileName: run.fileName, ...described };
    },
  }),
  schoolEndpoint({
    path: '/sheets/check',
    method: 'post',
    permission: 'imports.write',
    input: z.strictObject({ id: z.uuid(), options: OPTIONS }),
    run: async ({ req, input, userId }) => {
      const pool = poolOf(req.payload);
      const run = await sheetRun(pool, input.id);
      await requireTarget(req, run.collection);
      const { fields } = SHEET_TARGETS[run.collection];
      const names = new Set(fields.map(({ name }) => name));
      const chosen = Object.values(input.options.mapping);
      if (chosen.some((name) => !names.has(name)) || new Set(chosen).size !== chosen.length)
        throw new AppError('request.invalid', {
          reason: 'mapping: each column one known field, each field once',
        });
      requireKey(req, run.collection, chosen);
      const { dateOrder, sheet, ...rest } = input.options;
      const options = { ...rest, ...(sheet ? { sheet } : {}), ...(dateOrder ? { dateOrder } : {}) };
      const bytes = await bytesOf(run.storageKey);
      const rows = await tellingFaults(() => firstRows(bytes, sheet, HEADER_SEARCH_ROWS));
      const header = rows.find(({ number }) => number === input.options.headerRow);
      if (!header) throw new AppError('request.invalid', { reason: 'headerRow: no such row' });
      await rememberMapping(
        pool,
        run.collection,
        header.cells.map(({ text }) => text),
        {
          mapping: options.mapping,
          dateOrder,
        },
      );
      await checkSheet(pool, { runId: run.id, options, userId, actor: actorOf(req) });
      return { runId: run.id };
    },
  }),
  schoolEndpoint({
    path: '/sheets/confirm',
    method: 'post',
    permission: 'imports.write',
    input: z.strictObject({ id: z.uuid(), skipFaulty: z.boolean(), removalConfirmed: z.boolean() }),
    run: async ({ req, input, userId }) => {
      const pool = poolOf(req.payload);
      await requireTarget(req, (await sheetRun(pool, input.id)).collection);
      const { id: runId, skipFaulty, removalConfirmed } = input;
      return {
        runId: await confirmSheet(pool, { runId, skipFaulty, removalConfirmed, userId, actor: actorOf(req) }),
      };
    },
  }),
  schoolEndpoint({
    path: '/sheets/undo',
    method: 'post',
    permission: 'imports.write',
    input: z.strictObject({ id: z.uuid(), preview: z.boolean() }),
    run: async ({ req, input }) => {
      const pool = poolOf(req.payload);
      await requireTarget(req, (await sheetRun(pool, input.id)).collection);
      return undoImport(pool, { runId: input.id, preview: input.preview, actor: actorOf(req) });
    },
  }),
  {
    path: '/sheets/problems',
    method: 'get',
    custom: { permission: 'imports.read' },
    handler: tellingErrors(async (req) => {
      await requirePermission(req, 'imports.read');
      const { id } = await readInput(req, { method: 'get', input: z.strictObject({ id: z.uuid() }) });
      const { rows } = await poolOf(req.payload).query(
        'select file_name, problems from import_runs where id = $1 and collection is not null',
        [id],
      );
      if (!rows[0]) throw new AppError('resource.not_found');
      const language = languageOfRequest(req);
      const head =
        language === 'ar'
          ? ['الصف', 'العمود', 'القيمة', 'النوع', 'المشكلة وما يجب فعله']
          : ['Row', 'Column', 'Value', 'Kind', 'What is wrong and what to do'];
      const kinds =
        language === 'ar' ? { error: 'خطأ', warning: 'تحذير' } : { error: 'error', warning: 'warning' };
      const lines = ((rows[0].problems ?? []) as SheetProblem[]).map((problem) => [
        problem.row,
        problem.column,
        problem.value,
        kinds[problem.severity],
        sheetProblemText(problem, language),
      ]);
      return new Response(toCsv([head, ...lines]), {
        headers: {
          'Content-Type': 'text/csv; charset=utf-8',
          'Content-Disposition': 'attachment; filename="import-problems.csv"',
          'Cache-Control': 'private, no-store',
        },
      });
    }),
  },
];

/** Importing writes what the caller could write by hand, and all of it: a role that reaches some rows only may not. */
async function requireTarget(req: PayloadRequest, collection: SheetTargetName): Promise<void> {
  const permission = `${SHEET_TARGETS[collection].resource}.write`;
  await requirePermission(req, permission);
  if ((await grantsOf(req)).rowScope !== 'school') throw new AppError('auth.forbidden', { permission });
}

/** The fields by which a record is known must each have a column. */
function requireKey(req: PayloadRequest, collection: SheetTargetName, chosen: readonly string[]): void {
  const at = languageOfRequest(req) === 'ar' ? 1 : 0;
  const missing = SHEET_TARGETS[collection].fields.filter(
    ({ name, required, inArabic }) => required === true && inArabic === undefined && !chosen.includes(name),
  );
  if (missing.length > 0)
    throw new AppError('sheet.columns_missing', { fields: missing.map(({ label }) => label[at]).join(', ') });
}

async function bytesOf(key: string): Promise<Buffer> {
  return Buffer.from(await openStorage(readSettings(process.env)).get(key));
}

async function tellingFaults<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SheetFault)) throw error;
    throw new AppError('sheet.unreadable', {
      reason: sheetProblemText(error.problem, 'en'),
      reasonAr: sheetProblemText(error.problem, 'ar'),
    });
  }
}
