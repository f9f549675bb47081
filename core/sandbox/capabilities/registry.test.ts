import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createLogCapability } from './log.ts';
import type { Capability, CapabilityContext, CapabilityPage, PersonalDataAccess } from './registry.ts';
import { createHostCall } from './registry.ts';

const people: Capability<{ limit?: number }, CapabilityPage> = {
  name: 'people.read',
  input: z.strictObject({ limit: z.int().max(10).optional() }),
  personalData: { class: 'person', always: ['id'] },
  run: async () => ({
    items: [
      { id: '1', name: 'Aisha', phone: '+97455500001', notes: null },
      { id: '2', name: 'Omar', phone: null, notes: 'x' },
    ],
    total: 2,
  }),
};

const failing = (name: string, error: unknown): Capability<Record<string, never>, null> => ({
  name,
  input: z.strictObject({}),
  run: () => Promise.reject(error),
});

function contextWith(grants: CapabilityContext['grants']): CapabilityContext {
  return {
    tenantId: 't',
    installId: 'i',
    pluginId: 'p.q.r',
    version: '1.0.0',
    callId: 'c',
    grants,
    locale: 'en',
  };
}

describe('createHostCall', () => {
  const granted = contextWith([
    { capability: 'people.read', fields: ['name', 'missing'], purpose: 'to greet' },
  ]);

  test('R9: should hand over only granted fields and report the access first', async () => {
    const accesses: PersonalDataAccess[] = [];
    const call = createHostCall({
      capabilities: [people],
      context: granted,
      onAccess: (access) => void accesses.push(access),
    });
    expect(await call('people.read', {})).toEqual({
      ok: true,
      value: {
        items: [
          { id: '1', name: 'Aisha' },
          { id: '2', name: 'Omar' },
        ],
        total: 2,
      },
    });
    expect(accesses).toEqual([
      { capability: 'people.read', dataClass: 'person', fields: ['name'], count: 2, purpose: 'to greet' },
    ]);
  });

  test('should hand over no personal field without a list of fields', async () => {
    const context = contextWith([{ capability: 'people.read', purpose: 'x' }]);
    const answer = await createHostCall({ capabilities: [people], context })('people.read', {});
    expect(answer).toMatchObject({ ok: true, value: { items: [{ id: '1' }, { id: '2' }] } });
  });

  test('R9: should not hand data over when the access cannot be recorded', async () => {
    const onAccess = (): never => {
      throw new Error('disk full');
    };
    const call = createHostCall({ capabilities: [people], context: granted, onAccess });
    expect(await call('people.read', {})).toMatchObject({ ok: false, code: 'internal' });
  });

  test.each([
    'people.reаd', // the second a is Cyrillic
    'people.read ',
    'PEOPLE.READ',
    'people．read',
    '__proto__',
    'constructor',
    'toString',
    '',
    'people.write',
  ])('should not know %j', async (name) => {
    const call = createHostCall({ capabilities: [people, failing('people.write', null)], context: granted });
    expect(await call(name, {})).toMatchObject({ ok: false, code: 'capability_not_granted' });
  });

  test.each([[null], [[]], [{ limit: 11 }], [{ limit: '1' }], [{ tenantId: 'other' }], ['x']])(
    'should refuse the argument %j',
    async (args) => {
      const call = createHostCall({ capabilities: [people], context: granted });
      expect(await call('people.read', args)).toMatchObject({ ok: false, code: 'invalid_argument' });
    },
  );

  test('should tell public errors by shape and hide every other', async () => {
    const errors: Record<string, unknown> = {
      'a.refused': Object.assign(new Error('The budget is used up.'), {
        code: 'budget_exhausted',
        status: 402,
      }),
      'a.broken': Object.assign(new Error('secret'), { code: 'db_down', status: 500 }),
      'a.plain': new Error('secret'),
      'a.nothing': undefined,
    };
    const seen: { capability: string; code: string; error?: unknown }[] = [];
    const call = createHostCall({
      capabilities: Object.entries(errors).map(([name, error]) => failing(name, error)),
      context: contextWith(Object.keys(errors).map((capability) => ({ capability, purpose: 'x' }))),
      onCall: (entry) => void seen.push(entry),
    });
    expect(await call('a.refused', {})).toEqual({
      ok: false,
      code: 'budget_exhausted',
      message: 'The budget is used up.',
    });
    for (const name of ['a.broken', 'a.plain', 'a.nothing']) {
      const answer = await call(name, {});
      expect(answer).toMatchObject({ ok: false, code: 'internal' });
      expect(JSON.stringify(answer)).not.toContain('secret');
    }
    expect(seen.map((entry) => entry.code)).toEqual(['budget_exhausted', 'internal', 'internal', 'internal']);
    expect(seen[2]?.error).toBe(errors['a.plain']);
  });

  test('should log one printable line', async () => {
    const lines: string[] = [];
    const log = createLogCapability({ write: ({ message }) => void lines.push(message), maxLineBytes: 10 });
    const call = createHostCall({
      capabilities: [log],
      context: contextWith([{ capability: 'log', purpose: 'x' }]),
    });
    expect(await call('log', { level: 'info', message: 'a\r\nb\u202ec' })).toEqual({ ok: true, value: null });
    await call('log', { level: 'info', message: 'غيابغياب' });
    expect(lines).toEqual(['a b c', 'غيابغ']);
  });
});
