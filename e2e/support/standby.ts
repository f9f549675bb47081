import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { freePort } from '../../core/server/embedded/ports.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../core/server/embedded/postgres.ts';

/**
 * A streaming replica of an embedded server: its files copied while it runs, between the two halves of PostgreSQL's own backup,
 * then a server that follows. Both data directories must stay.
 */
export async function startStandby(primaryDir: string, standbyDir: string): Promise<EmbeddedPostgres> {
  const identity = JSON.parse(readFileSync(path.join(primaryDir, 'postgres.json'), 'utf8')) as {
    port: number;
    password: string;
  };
  const address = `postgres://postgres:${identity.password}@127.0.0.1:${identity.port}/postgres`;
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  mkdirSync(standbyDir, { recursive: true });
  chmodSync(standbyDir, 0o755);
  const folder = path.join(standbyDir, 'postgres');
  try {
    await client.query("select pg_backup_start('standby', true)");
    const copied = spawnSync('cp', ['-a', path.join(primaryDir, 'postgres'), folder], { encoding: 'utf8' });
    const { rows } = await client.query('select labelfile from pg_backup_stop(false)');
    // A file that went away while it was copied is one the log makes again.
    if (copied.error) throw copied.error;
    writeFileSync(path.join(folder, 'backup_label'), rows[0].labelfile);
  } finally {
    await client.end();
  }
  for (const name of ['postmaster.pid', 'postmaster.opts']) rmSync(path.join(folder, name), { force: true });
  writeFileSync(path.join(folder, 'standby.signal'), '');
  const primary = `host=127.0.0.1 port=${identity.port} user=postgres password=${identity.password}`;
  appendFileSync(path.join(folder, 'postgresql.auto.conf'), `\nprimary_conninfo = '${primary}'\n`);
  const { uid, gid } = statSync(folder);
  spawnSync('chown', ['-R', `${uid}:${gid}`, folder]);
  writeFileSync(
    path.join(standbyDir, 'postgres.json'),
    JSON.stringify({ ...identity, port: await freePort() }),
    { mode: 0o600 },
  );
  return startEmbeddedPostgres(standbyDir);
}
