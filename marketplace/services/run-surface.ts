import { randomUUID } from 'node:crypto';
import type { PayloadRequest } from 'payload';
import type { z } from 'zod';
import { AppError } from '../../core/kernel/index.ts';
import type { Json } from '../../core/sandbox/index.ts';
import { grantsOf, languageOfRequest, poolOf, viewerOf } from '../../core/tenancy/index.ts';
import {
  type ActionAnswer,
  type ActionInput,
  actionAnswer,
  type BlocksAnswer,
  blocksAnswer,
  type PageInput,
  type TabInput,
} from '../../plugins/sdk/index.ts';
import { checkValues } from './action-values.ts';
import { fileLink } from './file-link.ts';
import { runCall } from './host-registry.ts';
import { findRunnable, type RunnableInstall } from './runnable-install.ts';
import { resultFor } from './surface-outcome.ts';
import { mayUseSurfaces } from './surfaces.ts';
import { type Collection, requireVisible } from './visible-records.ts';

type Surface = { name: string; permission: string; limits?: 'interactive' | 'job' | 'report' | undefined };
type Asked = { pluginId: string; name: string };

/** Asks a widget or a page what it shows. Throws plugin.surface_unknown, auth.forbidden, or what became of the call. */
export async function showSurface(
  req: PayloadRequest,
  asked: Asked & { kind: 'widget' | 'page'; query: PageInput['query'] },
): Promise<BlocksAnswer> {
  const install = await requireInstall(req, asked.pluginId);
  const surfaces = asked.kind === 'widget' ? install.manifest.widgets : install.manifest.pages;
  const surface = await openSurface(req, surfaces, asked.name);
  return run(req, {
    install,
    kind: asked.kind,
    surface,
    input: { query: asked.query },
    answer: blocksAnswer,
  });
}

/** Asks a record's tab what it shows; the record must be one that the person sees. Throws as showSurface, and plugin.record_unknown. */
export async function showTab(req: PayloadRequest, asked: Asked & TabInput): Promise<BlocksAnswer> {
  const { pluginId, name, collection, recordId } = asked;
  const install = await requireInstall(req, pluginId);
  const onCollection = install.manifest.tabs?.filter((tab) => tab.collection === collection);
  const surface = await openSurface(req, onCollection, name);
  await requireVisible(req, collection, [recordId]);
  const input: TabInput = { collection, recordId };
  return run(req, { install, kind: 'tab', surface, input, answer: blocksAnswer });
}

/**
 * Runs an action for a person, on records that the person sees and with values that fit the action's form. Throws as
 * showTab, plugin.no_record for an action on records without one, and plugin.values_invalid. `fileUrl` leads to the file
 * that the action offers.
 */
export async function runAction(
  req: PayloadRequest,
  asked: Asked & ActionInput,
): Promise<ActionAnswer & { fileUrl?: string }> {
  const { pluginId, name, recordIds } = asked;
  const install = await requireInstall(req, pluginId);
  const surface = await openSurface(req, install.manifest.actions, name);
  const viewer = viewerOf(req);
  if (viewer?.support && !viewer.support.mayWrite)
    throw new AppError('auth.forbidden', { permission: surface.permission });
  const collection = collectionOf(surface.on, asked);
  if (collection) await requireVisible(req, collection, recordIds);
  const values = checkValues(surface, asked.values, languageOfRequest(req));
  const input: ActionInput = { ...(collection ? { collection } : {}), recordIds, values };
  const answer = await run(req, { install, kind: 'action', surface, input, answer: actionAnswer.nullish() });
  const fileUrl = answer?.fileId && (await fileLink(poolOf(req.payload), install.id, answer.fileId));
  return { ...answer, ...(fileUrl ? { fileUrl } : {}) };
}

function collectionOf(
  on: { place: string; collection?: Collection },
  { collection, recordIds }: ActionInput,
): Collection | undefined {
  if (on.place === 'blocks') {
    if (recordIds.length > 0 && collection === undefined) throw new AppError('plugin.no_record');
    return collection;
  }
  const counts = on.place === 'record' ? recordIds.length === 1 : recordIds.length > 0;
  if (!counts || (collection !== undefined && collection !== on.collection))
    throw new AppError('plugin.no_record');
  return on.collection;
}

async function requireInstall(req: PayloadRequest, pluginId: string): Promise<RunnableInstall> {
  if (viewerOf(req)?.realm !== 'school') throw new AppError('auth.required');
  const install = await findRunnable(poolOf(req.payload), pluginId);
  if (install === undefined) throw new AppError('plugin.surface_unknown');
  return install;
}

async function openSurface<Found extends Surface>(
  req: PayloadRequest,
  surfaces: Found[] | undefined,
  name: string,
): Promise<Found> {
  const surface = surfaces?.find((candidate) => candidate.name === name);
  if (surface === undefined) throw new AppError('plugin.surface_unknown');
  const grants = await grantsOf(req);
  if (!mayUseSurfaces(grants) || !grants.codes.has(surface.permission))
    throw new AppError('auth.forbidden', { permission: surface.permission });
  return surface;
}

async function run<Shape extends z.ZodType>(
  req: PayloadRequest,
  {
    install,
    kind,
    surface,
    input,
    answer,
  }: {
    install: RunnableInstall;
    kind: 'action' | 'widget' | 'page' | 'tab';
    surface: Surface;
    input: PageInput | TabInput | ActionInput;
    answer: Shape;
  },
): Promise<z.infer<Shape>> {
  const outcome = await runCall({
    install,
    entry: { kind, name: surface.name },
    input: input as Json,
    limitClass: surface.limits ?? 'interactive',
    key: `${kind}:${randomUUID()}`,
    actor: { kind: 'user', id: viewerOf(req)?.id ?? '' },
    language: languageOfRequest(req),
    check: (result) => problemOf(answer, result),
  });
  return answer.parse(resultFor(outcome, install.manifest));
}

function problemOf(shape: z.ZodType, result: Json): string | undefined {
  const [issue] = shape.safeParse(result).error?.issues ?? [];
  return issue && `The answer does not fit its schema. ${issue.path.join('.') || 'answer'}: ${issue.message}`;
}
