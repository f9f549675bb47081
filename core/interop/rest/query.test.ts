import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkHeader } from './links.ts';
import { OPERATIONS } from './operations.ts';
import { MOST_ROWS, parseFilter, parseListQuery } from './parse-query.ts';
import { route } from './route.ts';
import { ENTITIES } from './sql/entities.ts';
import { listStatement } from './sql/statement.ts';

const FIELD = fc.constantFrom('givenName', 'metadata.titleAr', 'school.sourcedId', 'x1');
const OPERATOR = fc.constantFrom('=', '!=', '>', '>=', '<', '<=', '~');
const CLAUSE = fc.record({ field: FIELD, operator: OPERATOR, value: fc.string() });
const written = ({ field, operator, value }: { field: string; operator: string; value: string }) =>
  `${field}${operator}'${value.replaceAll("'", "''")}'`;

describe('queries of OneRoster', () => {
  it('should read every filter as it was written, whatever stands in its values', () => {
    fc.assert(
      fc.property(fc.array(CLAUSE, { minLength: 1, maxLength: 2 }), fc.boolean(), (clauses, isOr) => {
        const text = clauses.map(written).join(isOr ? ' OR ' : ' AND ');
        expect(parseFilter(text).clauses).toEqual(clauses);
        if (clauses.length === 2) expect(parseFilter(text).joined).toBe(isOr ? 'or' : 'and');
      }),
    );
  });

  it('should put no text of a client into a statement, only its values', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 12 }), fc.string({ minLength: 12 }), (value, id) => {
        const filter = {
          clauses: [{ field: 'givenName', operator: '=' as const, value }],
          joined: 'and' as const,
        };
        const query = { limit: 5, offset: 0, descending: false, filter };
        const asked = { base: 'https://school.example', guardians: true };
        const { text, values } = listStatement(asked, 'students', query, [{ place: 'class', id }]);
        expect(text.includes(value) || text.includes(id)).toBe(false);
        expect(values).toContain(value);
        expect(values).toContain(id);
      }),
    );
  });

  it('should accept a limit exactly when it is a whole number from 1 that fits', () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer(), fc.string(), fc.double()), (limit) => {
        const text = String(limit);
        const query = new URLSearchParams({ limit: text });
        const isGood = /^\d{1,10}$/.test(text) && Number(text) >= 1 && Number(text) <= 2_147_483_647;
        if (isGood) expect(parseListQuery(query).limit).toBe(Math.min(Number(text), MOST_ROWS));
        else expect(() => parseListQuery(query)).toThrow();
      }),
    );
  });

  it('should lead from the first page over all rows to the last and back', () => {
    const sizes = fc.record({ total: fc.nat(500), limit: fc.integer({ min: 1, max: 120 }) });
    fc.assert(
      fc.property(sizes, ({ total, limit }) => {
        const seen: number[] = [];
        let offset: number | undefined = 0;
        while (offset !== undefined) {
          for (let row = offset; row < Math.min(offset + limit, total); row += 1) seen.push(row);
          const header: string = linkHeader('http://x/a', new URLSearchParams(), { limit, offset, total });
          const next = /offset=(\d+)>; rel="next"/.exec(header)?.[1];
          const last = Number(/offset=(\d+)>; rel="last"/.exec(header)?.[1]);
          expect(last).toBeLessThanOrEqual(Math.max(0, total - 1));
          offset = next === undefined ? undefined : Number(next);
        }
        expect(seen).toEqual(Array.from({ length: total }, (_, row) => row));
      }),
    );
  });
});

describe('routes of OneRoster', () => {
  it('should have 41 operations of rostering, 35 of the gradebook and 5 of resources', () => {
    const count = (service: string) => OPERATIONS.filter((operation) => operation.service === service).length;
    expect([count('rostering'), count('gradebook'), count('resources')]).toEqual([41, 35, 5]);
  });

  it('should find every operation by its own path, with its ids as they were before escaping', () => {
    for (const operation of OPERATIONS) {
      const path = operation.path.replace(/\{\w+\}/g, 'a%20b');
      const found = route(operation.method, `/ims/oneroster/${operation.service}/v1p2${path}`);
      expect(found).toMatchObject({ operation });
      expect(found && 'ids' in found ? found.ids : []).toEqual(
        [...operation.path.matchAll(/\{/g)].map(() => 'a b'),
      );
    }
  });

  it('should know a condition for every record that a path names', () => {
    for (const { kind, within, entity } of OPERATIONS) {
      if (kind !== 'list') continue;
      for (const place of within)
        expect(
          ENTITIES[entity].within?.[place] ?? (place === 'school' || undefined),
          `${entity} ${place}`,
        ).toBeDefined();
    }
  });
});
