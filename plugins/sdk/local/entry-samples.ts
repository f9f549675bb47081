import type { Json, SandboxEntry } from '../../../core/sandbox/cage.ts';
import type { PluginEventType } from '../contract/events/catalogue.ts';
import type { PluginManifest } from '../contract/manifest.ts';
import { sampleEvent } from './sample-events.ts';
import type { SchoolState } from './school-state.ts';
import { fillForm } from './settings.ts';

const KINDS = ['event', 'schedule', 'endpoint', 'action', 'widget', 'page', 'tab'] as const;

/** Every entry of a manifest with an input of the demo school, for trying all of a plugin at once. */
export function sampleEntries(
  manifest: PluginManifest,
  state: SchoolState,
): { entry: SandboxEntry; input: Json }[] {
  const lists = {
    event: manifest.events,
    schedule: manifest.schedules,
    endpoint: manifest.endpoints,
    action: manifest.actions,
    widget: manifest.widgets,
    page: manifest.pages,
    tab: manifest.tabs,
  };
  return KINDS.flatMap((kind) =>
    lists[kind].map(({ name }) => ({
      entry: { kind, name },
      input: sampleInput(manifest, state, { kind, name }),
    })),
  );
}

/** What the host would hand to an entry at the demo school. */
export function sampleInput(
  manifest: PluginManifest,
  state: SchoolState,
  { kind, name }: SandboxEntry,
): Json {
  const { now, school } = state;
  if (kind === 'event') return sampleEvent(school, name as PluginEventType, { now }) as unknown as Json;
  if (kind === 'schedule') return { scheduledFor: new Date(now).toISOString() };
  if (kind === 'endpoint') {
    const method = manifest.endpoints.find((endpoint) => endpoint.name === name)?.method ?? 'POST';
    return { method, query: {}, body: method === 'POST' ? {} : null };
  }
  if (kind === 'tab') {
    const collection = manifest.tabs.find((tab) => tab.name === name)?.collection ?? 'students';
    return { collection, recordId: recordIds(state, collection)[0] ?? '' };
  }
  if (kind === 'action') {
    const action = manifest.actions.find((item) => item.name === name);
    const place = action?.on;
    if (place === undefined || place.place === 'blocks')
      return { recordIds: [], values: fillForm(action?.form) };
    const ids = recordIds(state, place.collection).slice(0, place.place === 'list' ? 3 : 1);
    return { collection: place.collection, recordIds: ids, values: fillForm(action?.form) };
  }
  return { query: {} };
}

function recordIds({ school }: SchoolState, collection: string): string[] {
  const lists: Record<string, { id: string }[]> = {
    students: school.students,
    guardians: school.guardians,
    classrooms: school.structure.classrooms,
    'class-offerings': school.structure.classOfferings,
    exams: school.results.map(({ examId }) => ({ id: examId })),
    'exam-results': school.results,
  };
  return (lists[collection] ?? school.students).map(({ id }) => id);
}
