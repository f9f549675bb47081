import { createLogger } from '../../observability/index.ts';
import { ScopedPool } from '../../tenancy/index.ts';
import { archiveOldRows } from '../services/archive.ts';

// Archives in small steps on the database of the first argument until it is done or killed.
const pool = new ScopedPool({ connectionString: process.argv[2], max: 3 });
await archiveOldRows({
  pool,
  logger: createLogger('silent'),
  batch: 20,
  now: new Date(process.argv[3] ?? Date.now()),
});
await pool.end();
