import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TENANT_COLLECTIONS } from '../../core/tenancy/index.ts';
import { driveDatabase } from './database-round.ts';
import { type Driven, driveBehindOpenDoors, driveCollection, driveEndpoints, newFindings } from './drive.ts';
import { disagreements, leaksOf, reachedThroughTheWall, strayCanaries } from './judge.ts';
import { type Inventory, inventoryOf } from './policy/inventory.ts';
import { differences, policyNames, removePolicy, writePolicy } from './policy/policy-file.ts';
import { addToReport, isNarrowed, isWriting, wanted } from './run.ts';
import { ACTORS } from './world/actors.ts';
import { fingerprintOf } from './world/fingerprint.ts';
import { createWorld, type World } from './world/world.ts';

/** Names of tables that are of no collection. */
const ENDPOINTS = 'endpoints';

/**
 * One part of the matrix: the collections whose place in the configuration leaves the remainder `part` divided by
 * `parts`. The parts run side by side; each has its own database.
 */
export function matrixPart(part: number, parts: number): void {
  // A narrowed run fits into one part.
  const share = isNarrowed() ? 1 : parts;
  describe.skipIf(part >= share)(`the policy matrix, part ${part + 1} of ${parts}`, () => {
    const findings = newFindings();
    const tables = new Map<string, Driven>();
    let world: World;
    let inventory: Inventory;
    let collections: Map<string, string[]>;
    let before: Record<string, string>;

    beforeAll(async () => {
      world = await createWorld(ACTORS.filter((name) => wanted('actors', name)));
      inventory = inventoryOf(world.system.payload.config, []);
      collections = new Map(
        [...inventory.collections]
          .filter((_, index) => index % share === part)
          .filter(([slug]) => wanted('collections', slug)),
      );
      before = await fingerprintOf(world, world.beta);
    });
    afterAll(async () => {
      await world?.changes.close();
      await world?.system.close();
    });

    it('should answer every cell as the committed policy says', async () => {
      for (const [slug, endpoints] of collections)
        tables.set(slug, await driveCollection(world, slug, endpoints, world.actors, findings));
      if (part === 0 && wanted('collections', ENDPOINTS))
        tables.set(ENDPOINTS, await driveEndpoints(world, inventory, findings));
      for (const slug of collections.keys())
        if (TENANT_COLLECTIONS.has(slug)) merge(tables, slug, await driveDatabase(world, slug, findings));
      if (isWriting()) return;
      expect([...tables].flatMap(([name, driven]) => differences(name, driven))).toEqual([]);
      expect(tables.size).toBeGreaterThan(0);
    });

    it('A1: should show no row to anybody who may not read it, and tell a foreign row from none in no way', () => {
      const leaks = leaksOf(findings.sightings, tables, world);
      addToReport({ leaks: leaks.length + findings.faults.length });
      expect(leaks).toEqual([]);
      expect(findings.faults).toEqual([]);
    });

    it('should log no canary, and mail nothing to or about the other school', async () => {
      expect(world.logLines().length).toBeGreaterThan(0);
      expect(await strayCanaries(world)).toEqual([]);
    });

    it('should agree with the database: nobody reaches over HTTP what the school’s role may not', () => {
      expect([...tables].flatMap(([slug, driven]) => disagreements(slug, driven))).toEqual([]);
    });

    it('should leave every row of the other school as it was', async () => {
      expect(await fingerprintOf(world, world.beta)).toEqual(before);
    });

    it('should hold by the wall alone when every access function answers true', async () => {
      const behind = newFindings();
      const schoolOnes = new Map([...collections].filter(([slug]) => TENANT_COLLECTIONS.has(slug)));
      for (const [slug, driven] of await driveBehindOpenDoors(world, schoolOnes, behind))
        merge(tables, slug, driven);
      expect(behind.faults).toEqual([]);
      expect(behind.sightings.filter(({ target }) => target === 'foreign')).toEqual([]);
      expect([...tables].flatMap(([slug, driven]) => reachedThroughTheWall(slug, driven))).toEqual([]);
      expect(await fingerprintOf(world, world.beta)).toEqual(before);
      findings.requests += behind.requests;
      if (!isWriting()) {
        expect([...tables].flatMap(([name, driven]) => differences(name, driven))).toEqual([]);
        addToReport({ cells: cellsOf(tables), requests: findings.requests });
        return;
      }
      for (const [name, driven] of tables) writePolicy(name, driven);
      if (part === 0)
        for (const name of policyNames())
          if (!inventory.collections.has(name) && name !== ENDPOINTS && name !== 'routes') removePolicy(name);
    });
  });
}

function merge(tables: Map<string, Driven>, slug: string, more: Driven): void {
  const table: Driven = tables.get(slug) ?? new Map();
  for (const [operation, row] of more)
    table.set(operation, new Map([...(table.get(operation) ?? []), ...row]));
  tables.set(slug, table);
}

function cellsOf(tables: ReadonlyMap<string, Driven>): number {
  let cells = 0;
  for (const driven of tables.values())
    for (const row of driven.values()) for (const cell of row.values()) cells += Object.keys(cell).length;
  return cells;
}
