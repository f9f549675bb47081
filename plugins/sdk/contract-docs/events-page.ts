import { ENGINE_VERSION } from '../contract/engine.ts';
import type { EventContract } from '../contract/events/catalogue.ts';
import { EVENTS, OWN_EVENTS } from '../contract/events/catalogue.ts';
import { cell, keysOf, typeOf } from './describe-schema.ts';
import { schemaOf } from './json-schema.ts';

const events: Record<string, EventContract> = EVENTS;
const own: ReadonlySet<string> = OWN_EVENTS;

/** docs/plugins/events.md, from the catalogue that the host checks with. */
export function eventsPage(): string {
  return `# Events

Written by \`npm run generate\` from the contract, version ${ENGINE_VERSION}. A handler gets \`{ id, type, version, occurredAt, data }\`. The id is the
same when the event is handed over again, so keys made of it make work happen once. Events carry ids and no names: names and
contacts are read through [capabilities](capabilities.md), where they are filtered and logged.

${Object.entries(events).map(section).join('\n')}`;
}

function section([name, { version, summary, data }]: [string, EventContract]): string {
  const rows = keysOf(schemaOf(data)).map(
    ({ path, schema }) => `| \`${cell(path)}\` | ${cell(typeOf(schema))} |`,
  );
  return `## ${name}

${summary.en} Version ${version}.${own.has(name) ? ' Told to the install it concerns alone.' : ''}

| data | value |
| --- | --- |
${rows.join('\n')}
`;
}
