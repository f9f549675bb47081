import { describe, expect, test } from 'vitest';
import type { Json } from '../types.ts';
import { createLogCapability } from './log.ts';
import type { AnyCapability, CapabilityContext, PersonalDataAccess } from './registry.ts';
import { createHostCall } from './registry.ts';

const people: AnyCapability = {
  name: 'students.read',
  run: async () => ({
    items: [
      { id: '1', displayName: 'Aisha', phone: '+97455500001', notes: null },
      { id: '2', displayName: 'Omar', phone: null, notes: 'x' },
    ],
    total: 2,
  }),
};

const failing = (name: AnyCapability['name'], error: unknown): AnyCapability => ({
  name,
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
    manifest: {
      egress: [],
      meters: [],
      collections: [],
      storage: { keys: 0, megabytes: 0 },
      limits: 'job',
      settings: { type: 'object', properties: {}, additionalProperties: false },
    },
    secret: () => undefined,
  };
}

describe('createHostCall', () => {
  const granted = contextWith([
    { capability: 'students.read', fields: ['displayName', 'missing'], purpose: 'to greet' },
  ]);

  test('R9: should hand over only granted fields and report the access first', async () => {
    const accesses: PersonalDataAccess[] = [];
    const call = createHostCall({
      capabilities: [people],
      context: granted,
      onAccess: (access) => void accesses.push(access),
    });
    expect(await call('students.read', {})).toEqual({
      ok: true,
      value: {
        items: [
          { id: '1', displayName: 'Aisha' },
          { id: '2', displayName: 'Omar' },
        ],
        total: 2,
      },
    });
    expect(accesses).toEqual([
      {
        capability: 'students.read',
        dataClass: 'student_name',
        fields: ['displayName'],
        count: 2,
        purpose: 'to greet',
      },
    ]);
  });

  test('should hand over no personal field without a list of fields', async () => {
    const context = contextWith([{ capability: 'students.read', purpose: 'x' }]);
    const answer = await createHostCall({ capabilities: [people], context })('students.read', {});
    expect(answer).toMatchObject({ ok: true, value: { items: [{ id: '1' }, { id: '2' }] } });
  });

  test('R9: should not hand data over when the access cannot be recorded', async () => {
    const onAccess = (): never => {
      throw new Error('disk full');
    };
    const call = createHostCall({ capabilities: [people], context: granted, onAccess });
    expect(await call('students.read', {})).toMatchObject({ ok: false, code: 'internal' });
  });

  test.each([
    'students.reаd', // the second a is Cyrillic
    'students.read ',
    'STUDENTS.READ',
    'students．read',
    '__proto__',
    'constructor',
    'toString',
    '',
    'records.put',
  ])('should not know %j', async (name) => {
    const call = createHostCall({ capabilities: [people, failing('records.put', null)], context: granted });
    expect(await call(name, {})).toMatchObject({ ok: false, code: 'capability_not_granted' });
  });

  test.each([[null], [[]], [{ limit: 201 }], [{ limit: '1' }], [{ tenantId: 'other' }], ['x']])(
    'should refuse the argument %j',
    async (args) => {
      const call = createHostCall({ capabilities: [people], context: granted });
      expect(await call('students.read', args)).toMatchObject({ ok: false, code: 'invalid_argument' });
    },
  );

  test('should tell public errors by shape and hide every other', async () => {
    const errors = {
      'kv.delete': Object.assign(new Error('The budget is used up.'), {
        code: 'budget_exhausted',
        status: 402,
      }),
      'kv.get': Object.assign(new Error('secret'), { code: 'db_down', status: 500 }),
      'files.delete': new Error('secret'),
      'files.get': undefined,
    };
    const seen: { capability: string; code: string; error?: unknown }[] = [];
    const call = createHostCall({
      capabilities: Object.entries(errors).map(([name, error]) =>
        failing(name as AnyCapability['name'], error),
      ),
      context: contextWith(['kv', 'files'].map((capability) => ({ capability, purpose: 'x' }))),
      onCall: (entry) => void seen.push(entry),
    });
    expect(await call('kv.delete', { key: 'a' })).toEqual({
      ok: false,
      code: 'budget_exhausted',
      message: 'The budget is used up.',
    });
    const fileId = '0b6f1c1e-6f0c-4c5e-9d0a-3a6b1f2c4d5e';
    const broken: [string, Json][] = [
      ['kv.get', { key: 'a' }],
      ['files.delete', { fileId }],
      ['files.get', { fileId }],
    ];
    for (const [name, args] of broken) {
      const answer = await call(name, args);
      expect(answer).toMatchObject({ ok: false, code: 'internal' });
      expect(JSON.stringify(answer)).not.toContain('secret');
    }
    expect(seen.map((entry) => entry.code)).toEqual(['budget_exhausted', 'internal', 'internal', 'internal']);
    expect(seen[2]?.error).toBe(errors['files.delete']);
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
