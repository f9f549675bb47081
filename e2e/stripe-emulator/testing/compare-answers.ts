import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ParameterKind, ParameterShape } from '../core/parameter-table.ts';
import type { JsonObject, JsonValue } from '../core/store.ts';
import { createDescriber } from '../generate/describe-type.ts';
import { readSdk } from '../generate/sdk.ts';

/**
 * Stripe's own sample of every object. Not part of the repository: ../shared/data beside it, or DAFTAR_SHARED_DIR.
 * Throws when it is missing: a test that skips itself proves nothing.
 */
export function readFixtures(): Record<string, JsonObject> {
  const root = process.env.DAFTAR_SHARED_DIR ?? path.resolve(import.meta.dirname, '../../../../shared/data');
  const file = [path.join(root, 'stripe/fixtures3.json'), path.join(root, 'data/stripe/fixtures3.json')].find(
    (candidate) => existsSync(candidate),
  );
  if (!file) throw new Error(`stripe/fixtures3.json is missing in ${root}. Set DAFTAR_SHARED_DIR.`);
  return (JSON.parse(readFileSync(file, 'utf8')) as { resources: Record<string, JsonObject> }).resources;
}

const isRecord = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Members that the sample has and the answer lacks, by their dotted names. Looks into records that both have; lists
 * and metadata hold whatever the request made.
 */
export function missingMembers(sample: JsonObject, answer: JsonObject, prefix = ''): string[] {
  return Object.entries(sample).flatMap(([name, expected]) => {
    const at = `${prefix}${name}`;
    const given = answer[name];
    if (given === undefined) return [at];
    if (name === 'metadata' || !isRecord(expected) || !isRecord(given)) return [];
    if (expected.object !== undefined && expected.object !== given.object) return [];
    return missingMembers(expected, given, `${at}.`);
  });
}

/** A judge of answers by the SDK's response types. */
export function createTypeJudge() {
  const sdk = readSdk();
  const { shapes, kindOf: _, describeRecord } = createDescriber(sdk.checker);
  const known = new Map<string, ParameterShape>();

  function shapeOf(name: string): ParameterShape | undefined {
    const declaration = sdk.objects.get(name);
    if (!declaration) return undefined;
    const shape = known.get(name) ?? shapes[describeRecord(declaration)];
    if (shape) known.set(name, shape);
    return shape;
  }

  /** What is wrong with an answer that should be the named object: unknown, missing and ill-typed members. */
  function judge(name: string, answer: JsonValue): string[] {
    const shape = shapeOf(name);
    if (!shape) return [`the SDK has no object ${name}`];
    return isRecord(answer) ? judgeRecord(shape, answer, name) : [`${name} is no record`];
  }

  function judgeRecord(shape: ParameterShape, record: JsonObject, at: string): string[] {
    // An interface without members is the SDK's way of saying: anything.
    if (Object.keys(shape.members).length === 0) return [];
    const unknown = Object.keys(record).filter((name) => !(name in shape.members));
    const absent = (shape.required ?? []).filter((name) => record[name] === undefined);
    const inner = Object.entries(record).flatMap(([name, value]) => {
      const kind = shape.members[name];
      return kind === undefined ? [] : judgeValue(kind, value, `${at}.${name}`);
    });
    return [
      ...unknown.map((name) => `${at}.${name} is unknown`),
      ...absent.map((name) => `${at}.${name} is absent`),
      ...inner,
    ];
  }

  function judgeValue(kind: ParameterKind, value: JsonValue, at: string): string[] {
    const wrong = [
      `${at} is ${JSON.stringify(value)?.slice(0, 60)}, not ${JSON.stringify(kind)?.slice(0, 80)}`,
    ];
    if (kind === 'any') return [];
    if (kind === 'empty') return value === null ? [] : wrong;
    if (kind === 'text' || kind === 'decimal') return typeof value === 'string' ? [] : wrong;
    if (kind === 'number' || kind === 'boolean') return typeof value === kind ? [] : wrong;
    if (kind === 'metadata') {
      const isTexts = isRecord(value) && Object.values(value).every((one) => typeof one === 'string');
      return isTexts ? [] : wrong;
    }
    if (typeof kind === 'number') {
      const shape = shapes[kind];
      return isRecord(value) && shape ? judgeRecord(shape, value, at) : wrong;
    }
    return judgeCompound(kind, value, at, wrong);
  }

  function judgeCompound(
    kind: Extract<ParameterKind, readonly unknown[]>,
    value: JsonValue,
    at: string,
    wrong: string[],
  ): string[] {
    switch (kind[0]) {
      case 'either': {
        const tries = (kind.slice(1) as ParameterKind[]).map((one) => judgeValue(one, value, at));
        // The branch that fits best says most about what is wrong.
        const best = tries.toSorted((first, second) => first.length - second.length)[0] ?? wrong;
        if (best.length === 0) return best;
        return tries.find((one) => one.every((text) => !text.startsWith(`${at} is`))) ?? wrong;
      }
      case 'words':
        return kind.slice(1).includes(String(value)) ? [] : wrong;
      case 'list':
        return Array.isArray(value)
          ? value.flatMap((one, index) => judgeValue(kind[1], one, `${at}[${index}]`))
          : wrong;
      case 'map':
        return isRecord(value)
          ? Object.entries(value).flatMap(([name, one]) => judgeValue(kind[1], one, `${at}.${name}`))
          : wrong;
      case 'pages': {
        if (!isRecord(value) || value.object !== 'list' || !Array.isArray(value.data)) return wrong;
        return value.data.flatMap((one, index) => judgeValue(kind[1], one, `${at}.data[${index}]`));
      }
      default: {
        const name = kind[1].replace(/^deleted_/, '');
        return isRecord(value) && value.object === name ? judge(kind[1], value) : wrong;
      }
    }
  }

  return judge;
}
