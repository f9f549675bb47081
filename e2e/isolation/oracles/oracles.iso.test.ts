import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { HttpAnswer, HttpClient } from '../../support/index.ts';
import { addToReport } from '../run.ts';
import { createWorld, type World } from '../world/world.ts';
import { CORPUS } from './corpus.ts';
import { INJECTIONS, placesOf } from './injection.ts';
import { OPERATORS, queriesAbout } from './queries.ts';
import { hiddenSecrets, SECRETS, type Secret, turn } from './secrets.ts';

/** The seed of every run; a night run may choose another and more of them. */
const SEED = Number(process.env.DAFTAR_ORACLE_SEED ?? 20_261_122);
const RUNS = Number(process.env.DAFTAR_ORACLE_RUNS ?? 60);

describe('two worlds that differ only in a secret', () => {
  let world: World;
  let queries = 0;

  beforeAll(async () => {
    world = await createWorld([
      'admin',
      'class teacher',
      'accountant',
      'guardian',
      'student',
      'staff',
      'anonymous',
    ]);
    // Two registers taken by two people: an order among them is something to learn.
    await world.system.admin.query('update attendance_registers set taken_by_id = $2 where id = $1', [
      world.rows.other.get('attendance-registers'),
      world.rows.other.get('users'),
    ]);
  });
  afterAll(async () => {
    addToReport({ queries });
    await world?.changes.close();
    await world?.system.close();
  });

  const clientOf = (name: string): HttpClient => {
    const actor = world.actors.find((candidate) => candidate.name === name);
    if (!actor) throw new Error(`Nobody is "${name}".`);
    return actor.client;
  };

  /** Both answers, of which everything must be the same but the hour, the nonce and the request's own name. */
  const inBothWorlds = async (secret: Secret, query: string): Promise<[string, string]> => {
    const id = secret.idOf(world);
    if (!id) throw new Error(`There is no row of ${secret.slug} to keep a secret.`);
    queries += 1;
    const ask = async (form: 0 | 1) => {
      await turn(world, secret, id, form);
      return told(await clientOf(secret.actor).get(query));
    };
    return [await ask(0), await ask(1)];
  };

  const mustAnswerAlike = async (secret: Secret): Promise<void> => {
    for (const query of CORPUS[`${secret.actor}: ${secret.slug}.${secret.field}`] ?? []) {
      const [first, second] = await inBothWorlds(secret, query);
      expect(first, query).toBe(second);
    }
    await fc.assert(
      fc.asyncProperty(queriesAbout(world.system.payload.config, secret), async (query) => {
        const [first, second] = await inBothWorlds(secret, query);
        expect(first, query).toBe(second);
      }),
      { seed: SEED, numRuns: RUNS, endOnFailure: false, interruptAfterTimeLimit: 60_000 },
    );
  };

  it.each(SECRETS.map((secret) => [`${secret.slug}.${secret.field}`, secret.actor, secret] as const))(
    'A5: should answer alike whatever %s is, for the %s',
    async (_field, _actor, secret) => mustAnswerAlike(secret),
  );

  it('A5: should answer alike whatever is hidden of an account, for the admin', async () => {
    for (const secret of hiddenSecrets(world)) await mustAnswerAlike(secret);
  });

  it('A5: should notice a difference: what a person may read does differ', async () => {
    const readable: Secret = { ...firstSecret(), actor: 'admin' };
    const query = `/api/teachers?depth=0&where[phone][equals]=${encodeURIComponent(readable.values[0])}`;
    const [first, second] = await inBothWorlds(readable, query);
    expect(first).not.toBe(second);
    expect(OPERATORS.length).toBeGreaterThan(15);
  });

  it('I1: should put no text of an address into SQL', async () => {
    const { logFile } = inject('sharedDatabase');
    const from = readFileSync(logFile, 'utf8').length;
    const database = new URL(world.system.adminUrl).pathname.slice(1);
    const admin = clientOf('admin');
    for (const text of INJECTIONS)
      for (const path of placesOf(text)) {
        queries += 1;
        const answer = await admin.get(path);
        expect(answer.status, `${path}: ${answer.text.slice(0, 300)}`).toBeLessThan(500);
      }
    const wrong = readFileSync(logFile, 'utf8')
      .slice(from)
      .split('\n')
      .filter(
        (line) => line.includes(` ${database} `) && /syntax error|unterminated|does not exist/.test(line),
      );
    expect(wrong).toEqual([]);
  });
});

function firstSecret(): Secret {
  const [first] = SECRETS;
  if (!first) throw new Error('There is no secret.');
  return first;
}

function told({ status, headers, text }: HttpAnswer): string {
  const { date: _date, 'x-request-id': _id, ...kept } = headers;
  const stable = Object.entries(kept).filter(([name]) => !/ratelimit|retry-after|set-cookie/i.test(name));
  // Each answer has a nonce of its own.
  return JSON.stringify([status, stable, text]).replace(/'nonce-[^']+'/g, "'nonce'");
}
