import type { Endpoint } from 'payload';
import { z } from 'zod';
import {
  AppError,
  ERROR_CATALOGUE,
  type ErrorCode,
  errorMessage,
  keyring,
  type Language,
  readSettings,
} from '../../kernel/index.ts';
import { actorOf, recordAudit } from '../../observability/index.ts';
import { openStorage, signLink } from '../../storage/index.ts';
import {
  languageOfRequest,
  poolOf,
  requirePermission,
  schoolEndpoint,
  tellingErrors,
} from '../../tenancy/index.ts';
import { formatProblem, type Problem, problemSentence } from '../oneroster/index.ts';
import { confirmImport, requestImport } from '../services/import-runs.ts';
import { sheetProblemText } from '../sheets/problem-texts.ts';
import type { SheetProblem } from '../sheets/sheet-types.ts';
import { readFileName, readUpload } from './uploads.ts';

const UPLOAD_LIMIT_MB = 100;
const LINK_SECONDS = 300;
/** A sheet may have thousands; all of them are in the file of errors. */
const SHOWN_PROBLEMS = 500;

/** What the import page calls: upload and check, follow, import for real, and the package again through a short link. */
export const importEndpoints: Endpoint[] = [
  {
    path: '/imports/upload',
    method: 'post',
    handler: tellingErrors(async (req) => {
      const userId = await requirePermission(req, 'imports.write');
      const bytes = await readUpload(req.body ?? null, UPLOAD_LIMIT_MB);
      const fileName = readFileName(req.headers.get('x-file-name'), 'package.zip');
      const storage = openStorage(readSettings(process.env));
      return Response.json({
        runId: await requestImport(poolOf(req.payload), storage, {
          bytes,
          fileName,
          userId,
          actor: actorOf(req),
        }),
      });
    }),
  },
  schoolEndpoint({
    path: '/imports/run',
    method: 'get',
    permission: 'imports.read',
    input: z.strictObject({ id: z.uuid() }),
    run: async ({ req, input }) => {
      const { rows } = await poolOf(req.payload).query('select * from import_runs where id = $1', [input.id]);
      const run = rows[0];
      if (!run) throw new AppError('resource.not_found');
      const language = languageOfRequest(req);
      return {
        id: run.id,
        fileName: run.file_name,
        status: run.status,
        dryRun: run.dry_run,
        step: run.step,
        progressPercent: Number(run.progress_percent),
        counts: run.counts ?? {},
        errors: Number(run.error_count),
        warnings: Number(run.warning_count),
        failure: describeFailure(run.failure, language),
        createdAt: new Date(run.created_at).toISOString(),
        finishedAt: run.finished_at ? new Date(run.finished_at).toISOString() : null,
        collection: run.collection,
        undoneAt: run.undone_at ? new Date(run.undone_at).toISOString() : null,
        problems:
          run.collection === null
            ? ((run.problems ?? []) as Problem[]).map((problem) => ({
                ...problem,
                message: formatProblem(problem, language),
                sentence: problemSentence(problem, language),
              }))
            : ((run.problems ?? []) as SheetProblem[]).slice(0, SHOWN_PROBLEMS).map((problem) => {
                const sentence = sheetProblemText(problem, language);
                return { ...problem, file: null, message: sentence, sentence };
              }),
      };
    },
  }),
  schoolEndpoint({
    path: '/imports/package',
    method: 'get',
    permission: 'imports.write',
    input: z.strictObject({ id: z.uuid() }),
    run: async ({ req, input }) => {
      const { rows } = await poolOf(req.payload).query(
        "select file_name, storage_key from import_runs where id = $1 and storage_key <> 'command-line'",
        [input.id],
      );
      if (!rows[0]) throw new AppError('resource.not_found');
      await recordAudit(poolOf(req.payload), {
        category: 'export',
        action: 'imports.download',
        actor: actorOf(req),
        subject: { collection: 'import-runs', id: input.id, label: rows[0].file_name },
      });
      const expiresAt = Math.floor(Date.now() / 1000) + LINK_SECONDS;
      const link = { key: rows[0].storage_key, fileName: rows[0].file_name, expiresAt };
      return { url: signLink(keyring().current, link), expiresAt };
    },
  }),
  schoolEndpoint({
    path: '/imports/confirm',
    method: 'post',
    permission: 'imports.write',
    input: z.strictObject({ id: z.uuid(), removalConfirmed: z.boolean() }),
    run: async ({ req, input, userId }) => {
      const runId = await confirmImport(poolOf(req.payload), {
        runId: input.id,
        removalConfirmed: input.removalConfirmed,
        userId,
        actor: actorOf(req),
      });
      if (!runId) throw new AppError('resource.not_found');
      return { runId };
    },
  }),
];

// A failure is kept as the code of an AppError where there is one, so that it can be told in any language.
function describeFailure(failure: string | null, language: Language): string | null {
  return failure !== null && Object.hasOwn(ERROR_CATALOGUE, failure)
    ? errorMessage(failure as ErrorCode, language)
    : failure;
}
