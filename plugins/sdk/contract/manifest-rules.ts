import semver from 'semver';
import type { z } from 'zod';
import { ENGINE_VERSION, runsOnEngine } from './engine.ts';
import { cronProblem } from './schedule-rules.ts';

type Checked = {
  version: string;
  engine: string;
  permissions: { capability: string }[];
  egress: { host: string }[];
  events: { name: string }[];
  schedules: { name: string; cron: string }[];
  endpoints: { name: string; auth: { kind: string; secret?: string } }[];
  actions: { name: string }[];
  widgets: { name: string }[];
  pages: { name: string }[];
  tabs: { name: string }[];
  collections: { name: string }[];
  meters: { name: string }[];
  settings: { properties: Record<string, { type: string; 'x-secret'?: boolean }> };
  migrations: { to: string; name: string }[];
};

/** The platform's own meter: only `sms.send` counts it. */
export const PLATFORM_METERS: ReadonlySet<string> = new Set(['sms_parts']);

/** Rules over several parts of a manifest, each told with the path it belongs to and what to change. */
export function checkManifest(manifest: Checked, context: z.RefinementCtx): void {
  const refuse = (path: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path, message });
  const { permissions, egress, endpoints, meters } = manifest;
  const has = (capability: string) => permissions.some((item) => item.capability === capability);

  if (semver.validRange(manifest.engine) === null)
    refuse(['engine'], `"${manifest.engine}" is not a semver range such as ^1.0.0.`);
  else if (!runsOnEngine(manifest.engine))
    refuse(['engine'], `It does not run on this platform, whose contract has version ${ENGINE_VERSION}.`);

  const names = {
    permissions: permissions.map((item) => item.capability),
    egress: egress.map((item) => item.host),
    migrations: manifest.migrations.map((item) => item.to),
    events: manifest.events.map((item) => item.name),
    ...Object.fromEntries(
      (
        ['schedules', 'endpoints', 'actions', 'widgets', 'pages', 'tabs', 'collections', 'meters'] as const
      ).map((list) => [list, manifest[list].map((item) => item.name)]),
    ),
  };
  for (const [list, items] of Object.entries(names)) {
    const twice = items.find((item, index) => items.indexOf(item) !== index);
    if (twice !== undefined) refuse([list], `${list} names ${twice} twice.`);
  }

  if (egress.length > 0 && !has('http.fetch'))
    refuse(['egress'], 'Hosts are declared; ask for the capability http.fetch too.');
  if (egress.length === 0 && has('http.fetch'))
    refuse(['egress'], 'http.fetch can reach nothing; declare the hosts it calls.');
  const ownMeters = meters.filter((meter) => !PLATFORM_METERS.has(meter.name));
  if (ownMeters.length > 0 && !has('meter.add'))
    refuse(['meters'], 'Own meters are declared; ask for the capability meter.add too.');
  if (has('sms.send') && !meters.some((meter) => meter.name === 'sms_parts'))
    refuse(['meters'], 'sms.send costs the school text messages; declare the meter sms_parts.');
  if (manifest.collections.length > 0 && !has('records.write'))
    refuse(['collections'], 'Own collections are declared; ask for the capability records.write too.');
  for (const [index, { cron }] of manifest.schedules.entries()) {
    const problem = cronProblem(cron);
    if (problem) refuse(['schedules', index, 'cron'], problem);
  }
  for (const [index, { auth }] of endpoints.entries()) {
    if (auth.kind !== 'signed' || auth.secret === undefined) continue;
    const setting = Object.hasOwn(manifest.settings.properties, auth.secret)
      ? manifest.settings.properties[auth.secret]
      : undefined;
    if (setting?.['x-secret'] !== true)
      refuse(
        ['endpoints', index, 'auth', 'secret'],
        `There is no secret setting ${auth.secret}; add it to settings with "x-secret": true.`,
      );
  }
  for (const [index, { to }] of manifest.migrations.entries()) {
    if (semver.valid(to) && semver.gt(to, manifest.version))
      refuse(['migrations', index, 'to'], `It leads to ${to}, which is newer than ${manifest.version}.`);
  }
}
