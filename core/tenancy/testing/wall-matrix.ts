import type { Payload } from 'payload';
import {
  type Canaries,
  type HttpAnswer,
  type HttpClient,
  inOrder,
  isRelation,
  sampleOf,
  storedFields,
  type TestSchool,
  type TestSystem,
  tableOf,
} from '../../../e2e/support/index.ts';

/** Two schools with the same kinds of rows: A asks, B must stay unseen and unchanged. */
export type Matrix = {
  system: TestSystem;
  a: TestSchool;
  b: TestSchool;
  ofA: Canaries;
  ofB: Canaries;
};

export type Attack = { name: string; answer: HttpAnswer };

/** Every way REST offers to reach rows of one collection of B, tried by one person on one host. */
export async function attackCollection(matrix: Matrix, slug: string, client: HttpClient): Promise<Attack[]> {
  const { ofA, ofB, b, system } = matrix;
  const [idA, idB] = [ofA.ids.get(slug), ofB.ids.get(slug)];
  const base = `/api/${slug}`;
  const sample = sampleOf(system.payload.config, slug, 'intruder', (to) => ofA.ids.get(to));
  const attacks: Attack[] = [];
  const attack = async (method: string, path: string, body?: unknown) =>
    attacks.push({ name: `${method} ${path}`, answer: await client.send(method, path, { body }) });
  await attack('GET', `${base}?limit=200&depth=2`);
  await attack('GET', `${base}?where[tenant][equals]=${b.tenant.id}&depth=2`);
  await attack('GET', `${base}?where[id][equals]=${idB}`);
  await attack('GET', `${base}/count`);
  await attack('GET', `${base}/count?where[id][equals]=${idB}`);
  await attack('GET', `${base}/${idB}?depth=2`);
  await attack('POST', `${base}/${idB}/duplicate`, {});
  await attack('PATCH', `${base}/${idB}`, sample);
  await attack('PATCH', `${base}?where[id][in]=${idB}`, sample);
  await attack('DELETE', `${base}/${idB}`);
  await attack('DELETE', `${base}?where[id][in]=${idB}`);
  await attack('POST', base, { ...sample, tenant: b.tenant.id });
  await attack('PATCH', `${base}/${idA}`, { tenant: b.tenant.id });
  await attack('GET', `${base}?where[tenant.name][like]=School&depth=2`);
  return attacks;
}

/** Attempts to plant a reference from a row of A to a row of B, one a relation; each must be refused. */
export async function plantReferences(matrix: Matrix, slug: string, client: HttpClient): Promise<Attack[]> {
  const { ofA, ofB, system } = matrix;
  const attacks: Attack[] = [];
  for (const field of storedFields(system.payload.config, slug).filter(isRelation)) {
    const foreign = ofB.ids.get(field.relationTo);
    if (foreign === undefined || foreign === ofA.ids.get(field.relationTo)) continue;
    const sample = sampleOf(system.payload.config, slug, 'planted', (to) => ofA.ids.get(to));
    const body = { ...sample, [field.name]: foreign };
    attacks.push({ name: `POST ${slug} ${field.name}`, answer: await client.post(`/api/${slug}`, body) });
    attacks.push({
      name: `PATCH ${slug} ${field.name}`,
      answer: await client.send('PATCH', `/api/${slug}/${ofA.ids.get(slug)}`, {
        body: { [field.name]: foreign },
      }),
    });
  }
  return attacks;
}

/** What of B shows in an answer: its canary word, or one of its ids that the request did not contain. */
export function leaksOf(
  { ofB }: Matrix,
  { name, answer }: Attack,
  sentIds: readonly string[] = [],
): string[] {
  const leaks: string[] = [];
  if (answer.bytes.includes(ofB.word)) leaks.push(`${name}: ${answer.bytes.slice(0, 300)}`);
  for (const [slug, id] of ofB.ids) {
    const isShared = ['plugins', 'plugin-versions', 'plans'].includes(slug);
    if (!isShared && !sentIds.includes(id) && !name.includes(id) && answer.bytes.includes(id))
      leaks.push(`${name} shows an id of ${slug}`);
  }
  return leaks;
}

/** One fingerprint of each table's rows of a school, as they are on disk. */
export async function fingerprints(matrix: Matrix, school: TestSchool): Promise<Record<string, string>> {
  const prints: Record<string, string> = {};
  for (const table of [...inOrder(matrix.system.payload.config).map(tableOf), 'users', 'outbox']) {
    const { rows } = await matrix.system.admin.query(
      `select count(*) || ':' || coalesce(md5(string_agg(t::text, '|' order by t.id)), '') as print
         from ${table} t where tenant_id = $1`,
      [school.tenant.id],
    );
    prints[table] = rows[0].print;
  }
  return prints;
}

/** References of rows of one school to rows of the other, in all tables: there must be none. */
export async function crossReferences({ system, a, b }: Matrix): Promise<string[]> {
  const { rows: links } = await system.admin.query(
    `select c.conrelid::regclass::text as source, c.confrelid::regclass::text as target, f.attname as field
       from pg_constraint c
       join pg_attribute f on f.attrelid = c.conrelid and f.attnum = c.conkey[cardinality(c.conkey)]
      where c.contype = 'f' and c.conparentid = 0
        and exists (select from pg_attribute where attrelid = c.conrelid and attname = 'tenant_id' and not attisdropped)
        and exists (select from pg_attribute where attrelid = c.confrelid and attname = 'tenant_id' and not attisdropped)
        and f.attname not in ('tenant_id', '_parent_id', 'parent_id')`,
  );
  const crossing: string[] = [];
  for (const { source, target, field } of links) {
    const { rows } = await system.admin.query(
      `select count(*)::int as n from ${source} s join ${target} t on t.id = s.${field}
        where s.tenant_id <> t.tenant_id and s.tenant_id = any($1)`,
      [[a.tenant.id, b.tenant.id]],
    );
    if (rows[0].n > 0) crossing.push(`${source}.${field}`);
  }
  return crossing;
}

type Opened = { access: Record<string, unknown>; fields: unknown[] };

/** Opens every door in front of the wall: each access function of collections and fields answers true. */
export function openAllDoors(payload: Payload): void {
  const open = () => true;
  const openFields = (fields: unknown[]): void => {
    for (const field of fields as { access?: Record<string, unknown>; fields?: unknown[] }[]) {
      for (const action of Object.keys(field.access ?? {}))
        Object.assign(field.access ?? {}, { [action]: open });
      if (field.fields) openFields(field.fields);
    }
  };
  const configs = [
    ...payload.config.collections,
    ...Object.values(payload.collections).map(({ config }) => config),
  ];
  for (const config of configs as unknown as (Opened & { flattenedFields: unknown[] })[]) {
    for (const action of Object.keys(config.access)) config.access[action] = open;
    openFields(config.fields);
    openFields(config.flattenedFields);
  }
}
