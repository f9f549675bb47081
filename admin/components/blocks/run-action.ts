import type { SurfaceAction } from '../../../marketplace/index.ts';
import type { ActionAnswer, ActionInput } from '../../../plugins/sdk/index.ts';
import { ApiProblem, callApi, problemSentence } from '../call-api.ts';
import type { SaveProblem } from '../settings-form.tsx';
import type { BlockHost } from './block-host.ts';

/** What an action answered, with the address of the file that it offers. */
export type ShownAnswer = ActionAnswer & { fileUrl?: string };

/** Runs an action on what its place is about. Throws as callApi. */
export function runAction(
  { pluginId, target }: Pick<BlockHost, 'pluginId' | 'target'>,
  { name, on }: SurfaceAction,
  values: ActionInput['values'],
): Promise<ShownAnswer> {
  // An action of a list, asked for by a block of a record, is about that record.
  const collection = on.place === 'blocks' ? target.collection : on.collection;
  return callApi<ShownAnswer>('/plugin-surfaces/act', {
    pluginId,
    name,
    ...(collection ? { collection } : {}),
    recordIds: target.recordIds,
    values,
  });
}

/** What a form shows for an error: at the field that the server named, or below all of them. */
export function formProblem(error: unknown, offline: string): SaveProblem {
  const message = problemSentence(error, offline);
  if (!(error instanceof ApiProblem) || error.code !== 'plugin.values_invalid') return { message };
  return { field: String(error.details.name), message };
}
