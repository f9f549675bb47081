import type { Endpoint } from 'payload';
import { z } from 'zod';
import {
  AppError,
  ERROR_CATALOGUE,
  type ErrorCode,
  errorBody,
  errorMessage,
  isAppError,
  isLanguage,
  type Language,
  readSettings,
} from '../../kernel/index.ts';
import { openStorage, signLink } from '../../storage/index.ts';
import { can, poolOf, schoolEndpoint, viewerOf } from '../../tenancy/index.ts';
import { formatProblem, type Problem, problemSentence } from '../oneroster/index.ts';
import { confirmImport, requestImport } from '../services/import-runs.ts';

const UPLOAD_LIMIT_MB = 100;
const LINK_SECONDS = 300;

/** What the import page calls: upload and check, follow, import for real, and the package again through a short link. */
export const importEndpoints: Endpoint[] = [
  {
    path: '/imports/upload',
    method: 'post',
    handler: async (req) => {
      try {
        const viewer = viewerOf(req);
        if (viewer?.realm !== 'school') throw new AppError('auth.required');
        if (!(await can(req, 'imports.write')))
          throw new AppError('auth.forbidden', { permission: 'imports.write' });
        const bytes = await readBody(req.body ?? null);
        const fileName = readFileName(req.headers.get('x-file-name')).replace(/[\p{Cc}/\\]/gu, '_');
        const runId = await requestImport(poolOf(req.payload), openStorage(readSettings(process.env)), {
          bytes,
          fileName,
          userId: viewer.id,
        });
        return Response.json({ runId });
      } catch (error) {
        if (!isAppError(error)) throw error;
        return Response.json(errorBody(error, isLanguage(req.i18n?.language) ? req.i18n.language : 'en'), {
          status: error.status,
        });
      }
    },
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
      const language = isLanguage(req.i18n?.language) ? req.i18n.language : 'en';
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
        problems: ((run.problems ?? []) as Problem[]).map((problem) => ({
          ...problem,
          message: formatProblem(problem, language),
          sentence: problemSentence(problem, language),
        })),
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
      const expiresAt = Math.floor(Date.now() / 1000) + LINK_SECONDS;
      const link = { key: rows[0].storage_key, fileName: rows[0].file_name, expiresAt };
      return { url: signLink(readSettings(process.env).DAFTAR_SECRET ?? '', link), expiresAt };
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

function readFileName(header: string | null): string {
  try {
    return decodeURIComponent(header ?? 'package.zip');
  } catch {
    throw new AppError('request.invalid', { reason: 'x-file-name is not percent-encoded text' });
  }
}

async function readBody(body: ReadableStream<Uint8Array> | null): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > UPLOAD_LIMIT_MB * 1_000_000)
      throw new AppError('request.too_large', { limitMb: UPLOAD_LIMIT_MB });
    chunks.push(chunk);
  }
  if (size === 0) throw new AppError('request.invalid', { reason: 'the upload is empty' });
  return Buffer.concat(chunks);
}
