import path from 'node:path';
import {
  changeVersionState,
  listReleases,
  publishVersion,
  type RolloutAction,
  steerRollout,
} from '../../../marketplace/worker.ts';
import { buildPlugin } from '../../../plugins/sdk/node.ts';
import { AppError } from '../../kernel/index.ts';
import { asSystem, poolOf } from '../../tenancy/index.ts';
import { withPayload } from './tenants.ts';

const BY = { kind: 'system', label: 'command line' } as const;

/** `daftar plugins publish`: builds a plugin's folder and publishes what came out. */
export async function publishCommand({ folder, json }: { folder: string; json?: boolean }): Promise<void> {
  const { manifest, code, sha256 } = await buildPlugin(path.resolve(folder));
  const outcome = await withPayload((payload) =>
    publishVersion(poolOf(payload), { manifest, code, sha256 }, { actor: BY.label }),
  );
  const { id, version } = manifest;
  if (json) console.log(JSON.stringify({ id, version, sha256, outcome }));
  else
    console.log(
      outcome === 'published'
        ? `${id} ${version} is published (${sha256.slice(0, 12)}). Where schools have the add-on it goes out by rings; see "daftar plugins rollout ${id}".`
        : `${id} ${version} is known already with the same content; nothing was changed.`,
    );
  process.exit(0);
}

export type TakeAwayOptions = { plugin: string; version?: string; reason: string; json?: boolean };

/** `daftar plugins deprecate|yank|revoke`: the console's procedure from a terminal. */
export async function takeAwayCommand(
  action: 'deprecate' | 'yank' | 'revoke',
  { plugin, version, reason, json }: TakeAwayOptions,
): Promise<void> {
  const { changed } = await withPayload((payload) =>
    changeVersionState(poolOf(payload), {
      pluginId: plugin,
      action,
      reason,
      actor: BY,
      ...(version === undefined ? {} : { version }),
    }),
  );
  const soon = action === 'revoke' ? ' It stops in every process within five seconds.' : '';
  if (json) console.log(JSON.stringify({ plugin, action, changed }));
  else if (changed.length === 0) console.log(`${plugin}: this is so already; nothing was changed.`);
  else console.log(`${plugin} ${changed.join(', ')}: done (${action}).${soon}`);
  process.exit(0);
}

export type RolloutOptions = {
  plugin: string;
  pause?: boolean;
  resume?: boolean;
  takeBack?: boolean;
  reason?: string;
  json?: boolean;
};

/** `daftar plugins rollout`: where the last rollout of an add-on stands, after the action that was asked for. */
export async function rolloutCommand(options: RolloutOptions): Promise<void> {
  const { plugin, json } = options;
  const action: RolloutAction | undefined = options.pause
    ? 'pause'
    : options.resume
      ? 'resume'
      : options.takeBack
        ? 'roll_back'
        : undefined;
  const rollout = await withPayload(async (payload) => {
    const pool = poolOf(payload);
    const last = async () =>
      (await asSystem(() => listReleases(pool))).rollouts.find(({ pluginId }) => pluginId === plugin);
    const found = await last();
    if (!found) throw new AppError('resource.not_found');
    if (action) await steerRollout(pool, { id: found.id, action, reason: options.reason ?? '', actor: BY });
    return last();
  });
  if (!rollout) throw new AppError('resource.not_found');
  const { version, baseline, state, ringPercent, upgraded, undone, held, reason } = rollout;
  if (json) console.log(JSON.stringify(rollout));
  else
    console.log(
      `${plugin} ${baseline} to ${version}: ${state}, ring of ${ringPercent} %. Upgraded ${upgraded}, undone ${undone}, held back ${held}.${reason ? ` ${reason}` : ''}`,
    );
  process.exit(0);
}
