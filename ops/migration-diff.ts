import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { getPayload } from 'payload';

/*
 * Compares the collections with migrations/schema.json and writes what is missing as the next SQL migration.
 *   npm run migrations:diff -- <name>     write migrations/NNNN_<name>.sql and the new schema.json
 *   npm run migrations:diff -- --check    fail when the collections and schema.json differ
 * A written file is a draft: read it, add the wall for new tables (see migrations/README.md), then commit both.
 */
type Snapshot = { version: string; schemas: Record<string, string> };
type DrizzleKit = {
  generateDrizzleJson: (schema: unknown) => Promise<Snapshot>;
  generateMigration: (before: Snapshot, after: Snapshot) => Promise<string[]>;
};
type Adapter = { schema: unknown; defaultDrizzleSnapshot: Snapshot; requireDrizzleKit: () => DrizzleKit };

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), '../migrations');
const snapshotFile = path.join(folder, 'schema.json');

process.env.DAFTAR_SECRET ??= 'only-for-reading-the-collections-0000';
const { default: config } = await import('../payload.config.ts');
const payload = await getPayload({ config, disableDBConnect: true, disableOnInit: true });
const db = payload.db as unknown as Adapter;
const kit = db.requireDrizzleKit();
const after = await kit.generateDrizzleJson(db.schema);
const before = existsSync(snapshotFile)
  ? (JSON.parse(readFileSync(snapshotFile, 'utf8')) as Snapshot)
  : db.defaultDrizzleSnapshot;
const statements = await kit.generateMigration(before, after);

const argument = process.argv[2] ?? 'change';
if (statements.length === 0) {
  console.log('The collections and migrations/schema.json agree.');
} else if (argument === '--check') {
  console.error(
    `The collections need a migration; run "npm run migrations:diff -- <name>". Missing:\n${statements.join('\n')}`,
  );
  process.exitCode = 1;
} else {
  const last =
    readdirSync(folder)
      .filter((name) => /^\d{4}_/.test(name))
      .sort()
      .at(-1)
      ?.slice(0, 4) ?? '0000';
  const file = path.join(folder, `${String(Number(last) + 1).padStart(4, '0')}_${argument}.sql`);
  writeFileSync(file, `-- Up Migration\n\n${statements.join('\n')}\n`);
  writeFileSync(snapshotFile, `${JSON.stringify(after, null, 1)}\n`);
  console.log(`Wrote ${path.relative(process.cwd(), file)} and migrations/schema.json.`);
}
process.exit();
