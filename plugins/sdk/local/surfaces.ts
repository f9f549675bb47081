import type { z } from 'zod';
import type { LimitClass, SandboxEntry } from '../../../core/sandbox/cage.ts';
import { actionAnswer, blocksAnswer, endpointAnswer } from '../contract/blocks.ts';
import type { PluginManifest } from '../contract/manifest.ts';

export type EntryKind = SandboxEntry['kind'];

const ANSWERS: Partial<Record<EntryKind, z.ZodType>> = {
  widget: blocksAnswer,
  page: blocksAnswer,
  tab: blocksAnswer,
  action: actionAnswer.optional().nullable(),
  endpoint: endpointAnswer.optional().nullable(),
};

/** What a manifest declares of one kind: each by name, with its limit class. */
export function declaredOf(
  manifest: PluginManifest,
  kind: EntryKind,
): { name: string; limits?: LimitClass }[] {
  const lists: Record<EntryKind, { name: string; limits?: LimitClass }[]> = {
    event: manifest.events,
    schedule: manifest.schedules,
    endpoint: manifest.endpoints,
    action: manifest.actions,
    widget: manifest.widgets,
    page: manifest.pages,
    tab: manifest.tabs,
    migration: manifest.migrations.map(({ name }) => ({ name })),
  };
  return lists[kind];
}

/**
 * The limit class of an entry. Throws an Error that says what to add when the manifest does not declare the entry: the
 * platform would never call it.
 */
export function limitClassOf(manifest: PluginManifest, { kind, name }: SandboxEntry): LimitClass {
  const declared = declaredOf(manifest, kind);
  const entry = declared.find((item) => item.name === name);
  if (entry === undefined) {
    const known = declared.map((item) => item.name).join(', ') || 'none';
    throw new Error(
      `plugin.json declares no ${kind} ${name} (declared: ${known}). Add it to "${kind}s", or call one that is declared.`,
    );
  }
  return entry.limits ?? manifest.limits;
}

/** What is wrong with the answer of a handler, as the platform would refuse it; undefined when it fits. */
export function answerProblem(kind: EntryKind, answer: unknown): string | undefined {
  const parsed = ANSWERS[kind]?.safeParse(answer);
  if (parsed === undefined || parsed.success) return undefined;
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'answer'}: ${issue.message}`);
  return `The answer of a ${kind} does not fit the blocks it may be made of. ${issues.slice(0, 5).join('; ')}`;
}
