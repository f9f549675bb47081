import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';

/*
 * The baseline: node:http and pg with the very statement that the product sends, prepared likewise, past the wall, with no
 * token, no limits and no school looked up.
 */
type Order = { databaseUrl: string; tenantId: string; name: string; text: string; values: unknown[] };

process.once('message', (order: Order) => {
  const pool = new pg.Pool({
    connectionString: order.databaseUrl,
    max: 14,
    options: `-c app.tenant=${order.tenantId}`,
  });
  const server = createServer(async (req, res) => {
    const student = new URL(req.url ?? '/', 'http://plain').searchParams.get('student') ?? '';
    const values = order.values.map((value) => (value === 'STUDENT' ? student : value));
    const { rows } = await pool.query({ name: order.name, text: order.text, values });
    res.setHeader('content-type', 'application/json; charset=utf-8');
    res.setHeader('x-total-count', rows[0].total);
    res.end(rows[0].body);
  });
  server.listen(0, '127.0.0.1', () => {
    process.send?.({ port: (server.address() as AddressInfo).port });
  });
});
