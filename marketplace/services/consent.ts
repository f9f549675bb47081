import { sha256Hex } from '../../core/kernel/index.ts';
import type { Grant } from '../../core/sandbox/index.ts';
import type { PluginManifest } from '../../plugins/sdk/index.ts';

/** What a school accepts when it installs: kept with the install, and the only source of what a call is granted. */
export type Consent = {
  permissions: PluginManifest['permissions'];
  egress: PluginManifest['egress'];
  /** Names, sorted. */
  meters: string[];
};

/** The part of a manifest that needs consent, in a fixed order. */
export function consentOf(manifest: PluginManifest): Consent {
  const byName = <Item>(items: Item[], name: (item: Item) => string) =>
    [...items].sort((a, b) => (name(a) < name(b) ? -1 : 1));
  return {
    permissions: byName(manifest.permissions, (item) => item.capability).map((item) => ({
      ...item,
      ...(item.fields ? { fields: [...item.fields].sort() } : {}),
    })),
    egress: byName(manifest.egress, (item) => item.host),
    meters: manifest.meters.map((meter) => meter.name).sort(),
  };
}

/** Names exactly what was shown: an install with another fingerprint is refused, because the page was old. */
export function consentFingerprint(manifest: PluginManifest): string {
  return sha256Hex(JSON.stringify(consentOf(manifest)));
}

/** The grants of a call, from what the school accepted. */
export function grantsFrom(consent: Consent): Grant[] {
  return consent.permissions.map(({ capability, dataClass, fields, purpose }) => ({
    capability,
    purpose: purpose.en,
    ...(dataClass ? { dataClass } : {}),
    ...(fields ? { fields } : {}),
  }));
}
