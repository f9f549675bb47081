import type { PluginManifest } from './manifest.ts';
import { fieldWords, permissionWords } from './permission-words.ts';
import type { Bilingual } from './texts.ts';

/** What a school accepts of a version. Meters are their names. */
export type ConsentSet = {
  permissions: PluginManifest['permissions'];
  egress: PluginManifest['egress'];
  meters: string[];
};

export type ConsentChange = {
  kind: 'permission' | 'fields' | 'host' | 'meter' | 'purpose';
  /** The capability, host or meter. */
  name: string;
  /** For fields: which. */
  fields?: string[];
  /** Why, in the add-on's own words. */
  purpose?: Bilingual;
  /** One plain sentence. */
  sentence: Bilingual;
};

export type ConsentDifference = {
  /** What a school has to accept before it gets the version; sorted. */
  added: ConsentChange[];
  /** What the version gives up; sorted. */
  removed: ConsentChange[];
  needsConsent: boolean;
};

/** The part of a manifest that a school accepts. */
export function consentSetOf(manifest: PluginManifest): ConsentSet {
  return {
    permissions: manifest.permissions,
    egress: manifest.egress,
    meters: manifest.meters.map((meter) => meter.name),
  };
}

/**
 * What a version asks for beyond what was accepted, and what it gives up, whatever the order of either. Another purpose
 * of the same data is something to accept too: it was accepted for the purpose that was shown. `meterTitles` name meters
 * in the reader's words.
 */
export function diffConsent(
  before: ConsentSet,
  after: ConsentSet,
  meterTitles: Readonly<Record<string, Bilingual>> = {},
): ConsentDifference {
  const added = inOrder([
    ...widened(before, after),
    ...hostsBeyond(before, after).map((change) => sayHost(change, true)),
    ...beyond(before.meters, after.meters).map((name) => sayMeter(name, meterTitles, true)),
    ...newPurposes(before, after),
  ]);
  const removed = inOrder([
    ...narrowed(before, after),
    ...hostsBeyond(after, before).map((change) => sayHost(change, false)),
    ...beyond(after.meters, before.meters).map((name) => sayMeter(name, meterTitles, false)),
  ]);
  return { added, removed, needsConsent: added.length > 0 };
}

type Permission = ConsentSet['permissions'][number];
type Host = ConsentSet['egress'][number];

function widened(before: ConsentSet, after: ConsentSet): ConsentChange[] {
  return after.permissions.flatMap((permission): ConsentChange[] => {
    const { capability, purpose } = permission;
    const known = find(before, capability);
    const words = permissionWords(capability);
    if (known === undefined) {
      const fields = sorted(permission.fields);
      const read = fieldWords(fields);
      const sentence =
        fields.length > 0
          ? { en: `It can now ${words.en}: ${read.en}.`, ar: `تستطيع الآن ${words.ar}: ${read.ar}.` }
          : { en: `It can now ${words.en}.`, ar: `تستطيع الآن ${words.ar}.` };
      return [
        {
          kind: 'permission',
          name: capability,
          ...(fields.length > 0 ? { fields } : {}),
          purpose,
          sentence,
        },
      ];
    }
    const fields = beyond(known.fields ?? [], permission.fields ?? []);
    if (fields.length === 0) return [];
    const read = fieldWords(fields);
    return [
      {
        kind: 'fields',
        name: capability,
        fields,
        purpose,
        sentence: {
          en: `When it may ${words.en}, it now also sees: ${read.en}.`,
          ar: `عند ${words.ar} أصبحت ترى أيضًا: ${read.ar}.`,
        },
      },
    ];
  });
}

function narrowed(before: ConsentSet, after: ConsentSet): ConsentChange[] {
  return before.permissions.flatMap((permission): ConsentChange[] => {
    const { capability } = permission;
    const left = find(after, capability);
    const words = permissionWords(capability);
    if (left === undefined) {
      const sentence = { en: `It can no longer ${words.en}.`, ar: `لم يعد بإمكانها ${words.ar}.` };
      return [{ kind: 'permission', name: capability, sentence }];
    }
    const fields = beyond(left.fields ?? [], permission.fields ?? []);
    if (fields.length === 0) return [];
    const read = fieldWords(fields);
    const sentence = { en: `It no longer sees: ${read.en}.`, ar: `لم تعد ترى: ${read.ar}.` };
    return [{ kind: 'fields', name: capability, fields, sentence }];
  });
}

function newPurposes(before: ConsentSet, after: ConsentSet): ConsentChange[] {
  const isOther = (a: Bilingual, b: Bilingual) => a.en !== b.en || a.ar !== b.ar;
  const permissions = after.permissions.flatMap(({ capability, purpose }): ConsentChange[] => {
    const known = find(before, capability);
    if (known === undefined || !isOther(known.purpose, purpose)) return [];
    const words = permissionWords(capability);
    const sentence = {
      en: `The reason to ${words.en} is now another one.`,
      ar: `تغيّر سبب ${words.ar}.`,
    };
    return [{ kind: 'purpose', name: capability, purpose, sentence }];
  });
  const hosts = after.egress.flatMap(({ host, purpose }): ConsentChange[] => {
    const known = before.egress.find((other) => other.host === host);
    if (known === undefined || !isOther(known.purpose, purpose)) return [];
    const sentence = {
      en: `The reason to call ${host} is now another one.`,
      ar: `تغيّر سبب الاتصال بالخادم \u2068${host}\u2069.`,
    };
    return [{ kind: 'purpose', name: host, purpose, sentence }];
  });
  return [...permissions, ...hosts];
}

function hostsBeyond(before: ConsentSet, after: ConsentSet): Host[] {
  return after.egress.filter(({ host }) => !before.egress.some((known) => covers(known.host, host)));
}

/** A leading wildcard label stands for one label. */
function covers(known: string, host: string): boolean {
  if (known === host) return true;
  if (!known.startsWith('*.') || host.startsWith('*.')) return false;
  return host.slice(host.indexOf('.') + 1) === known.slice(2);
}

function sayHost({ host, purpose }: Host, isMore: boolean): ConsentChange {
  const sentence = isMore
    ? { en: `It now sends data to ${host}.`, ar: `أصبحت ترسل بيانات إلى \u2068${host}\u2069.` }
    : { en: `It no longer sends data to ${host}.`, ar: `لم تعد ترسل بيانات إلى \u2068${host}\u2069.` };
  return { kind: 'host', name: host, purpose, sentence };
}

function sayMeter(name: string, titles: Readonly<Record<string, Bilingual>>, isMore: boolean): ConsentChange {
  const title = Object.hasOwn(titles, name) ? titles[name] : undefined;
  const { en, ar } = title ?? { en: name, ar: `\u2068${name}\u2069` };
  const sentence = isMore
    ? { en: `It now also bills by: ${en}.`, ar: `أصبحت تحتسب التكلفة أيضًا بحسب: ${ar}.` }
    : { en: `It no longer bills by: ${en}.`, ar: `لم تعد تحتسب التكلفة بحسب: ${ar}.` };
  return { kind: 'meter', name, sentence };
}

const find = (set: ConsentSet, capability: string): Permission | undefined =>
  set.permissions.find((permission) => permission.capability === capability);

const sorted = (names: readonly string[] = []): string[] => [...new Set(names)].sort();

const beyond = (before: readonly string[], after: readonly string[]): string[] =>
  sorted(after).filter((name) => !before.includes(name));

function inOrder(changes: ConsentChange[]): ConsentChange[] {
  const key = ({ kind, name }: ConsentChange) => `${kind} ${name}`;
  return changes.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
