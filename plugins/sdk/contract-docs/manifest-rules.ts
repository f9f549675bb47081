import type { PluginManifestInput } from '../contract/manifest.ts';

/** The smallest manifest that is accepted; each rule breaks it in one way. */
export const SMALLEST_MANIFEST: PluginManifestInput = {
  id: 'qa.example.smallest',
  version: '1.0.0',
  engine: '^1.0.0',
  name: { en: 'Smallest', ar: 'الأصغر' },
  description: { en: 'Does nothing.', ar: 'لا تفعل شيئًا.' },
  publisher: { id: 'example', name: 'Example' },
  category: 'integration',
  icon: 'box',
  permissions: [],
};

const purpose = { en: 'To show it.', ar: 'لعرضها.' };
const title = { en: 'Units', ar: 'وحدات' };

/**
 * Rules over several keys, in words, each with a manifest that breaks it. A test proves that each example is refused, so
 * that the page cannot tell of a rule that is not there.
 */
export const MANIFEST_RULES: readonly {
  says: string;
  broken: Record<string, unknown>;
}[] = [
  { says: 'Keys that are not listed here are errors.', broken: { extra: 'x' } },
  {
    says: '`engine` is a semver range that allows the version of this platform’s contract.',
    broken: { engine: '^99.0.0' },
  },
  {
    says: 'Each list names a thing once: a capability, a host, an event, a handler, a collection, a meter.',
    broken: { events: [{ name: 'student.created' }, { name: 'student.created' }] },
  },
  {
    says: 'A permission is one of [capabilities](capabilities.md).',
    broken: { permissions: [{ capability: 'marks.read', purpose }] },
  },
  {
    says: 'A permission for personal data names its class and at least one field.',
    broken: { permissions: [{ capability: 'students.read', dataClass: 'student_name', purpose }] },
  },
  {
    says: 'A permission without personal data names no class and no fields.',
    broken: { permissions: [{ capability: 'kv', dataClass: 'student_name', purpose }] },
  },
  {
    says: 'Hosts in `egress` need the permission `http.fetch`.',
    broken: { egress: [{ host: 'api.example.com', purpose }] },
  },
  {
    says: 'The permission `http.fetch` needs at least one host in `egress`.',
    broken: { permissions: [{ capability: 'http.fetch', purpose }] },
  },
  { says: 'Own meters need the permission `meter.add`.', broken: { meters: [{ name: 'lookups', title }] } },
  {
    says: 'The permission `sms.send` needs the meter `sms_parts`, because it costs the school.',
    broken: { permissions: [{ capability: 'sms.send', purpose }] },
  },
  {
    says: 'Own `collections` need the permission `records.write`.',
    broken: { collections: [{ name: 'runs', title, fields: { count: { type: 'number' } } }] },
  },
  {
    says: 'A signed endpoint names a setting with `"x-secret": true`.',
    broken: { endpoints: [{ name: 'status', method: 'POST', auth: { kind: 'signed', secret: 'missing' } }] },
  },
  {
    says: 'A migration leads to no version newer than the manifest’s.',
    broken: { migrations: [{ to: '2.0.0', name: 'later' }] },
  },
  {
    says: '`required` names settings that exist, and a default is one of the choices.',
    broken: {
      settings: { type: 'object', properties: {}, required: ['missing'], additionalProperties: false },
    },
  },
];
