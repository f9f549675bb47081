import { parameterShapes, parameterTable } from '../schemas/parameter-table.generated.ts';
import { type ApiError, invalidParameter } from './api-error.ts';
import { type FormRecord, type FormValue, formatParam } from './form.ts';
import { emptyMessage, joinWords } from './parameter-messages.ts';
import { type ParameterKind, routeKey } from './parameter-table.ts';
import { readScalar } from './read-scalar.ts';

type Found = { isUnknown: boolean; error: ApiError };
type Reading = { found: Found[]; raw: FormRecord };
type Path = readonly string[];

/**
 * Reads the parameters of a route as the SDK's types describe them: texts of the form become numbers, booleans and
 * lists. Undefined when the table does not know the route.
 * Throws ApiError 400 in Stripe's words for the first thing wrong; unknown names come first, as at Stripe, because a
 * misspelt name often also looks like a missing one.
 */
export function readParameters(
  method: string,
  path: string,
  raw: FormRecord,
): Record<string, unknown> | undefined {
  const kind = parameterTable[routeKey(method, path)];
  if (kind === undefined) return undefined;
  const reading: Reading = { found: [], raw };
  const value = typeof kind === 'number' ? readRecord(reading, [], kind, raw) : readNothing(reading, raw);
  const worst = reading.found.find((one) => one.isUnknown) ?? reading.found[0];
  if (worst) throw worst.error;
  return value;
}

function readNothing(reading: Reading, raw: FormRecord): Record<string, unknown> {
  // Expanding is understood everywhere, also where the SDK offers no parameters.
  for (const name of Object.keys(raw)) if (name !== 'expand') reportUnknown(reading, [name]);
  return {};
}

function reportUnknown(reading: Reading, path: Path): void {
  const name = formatParam(path);
  const error = invalidParameter(`Received unknown parameter: ${name}`, name, 'parameter_unknown');
  reading.found.push({ isUnknown: true, error });
}

function report(reading: Reading, path: Path, message: string, code?: string): undefined {
  reading.found.push({ isUnknown: false, error: invalidParameter(message, formatParam(path), code) });
  return undefined;
}

function readRecord(
  reading: Reading,
  path: Path,
  shapeNumber: number,
  raw: FormRecord,
): Record<string, unknown> {
  const shape = parameterShapes[shapeNumber] ?? { members: {} };
  const value: Record<string, unknown> = {};
  for (const [name, given] of Object.entries(raw)) {
    const kind = Object.hasOwn(shape.members, name) ? shape.members[name] : undefined;
    if (kind !== undefined) {
      const isRequired = shape.required?.includes(name) ?? false;
      value[name] = readValue(reading, [...path, name], kind, given, isRequired);
    } else if (path.length > 0 || name !== 'expand') reportUnknown(reading, [...path, name]);
  }
  for (const name of shape.required ?? []) {
    if (Object.hasOwn(raw, name)) continue;
    const param = formatParam([...path, name]);
    report(reading, [...path, name], `Missing required param: ${param}.`, 'parameter_missing');
  }
  return value;
}

function readValue(
  reading: Reading,
  path: Path,
  kind: ParameterKind,
  raw: FormValue,
  isRequired = false,
): unknown {
  if (typeof kind === 'object' && kind[0] === 'either') {
    return readValue(reading, path, choose(kind.slice(1) as ParameterKind[], raw), raw, isRequired);
  }
  if (kind === 'any') return raw;
  if (typeof kind === 'number') {
    if (typeof raw === 'string') return report(reading, path, 'Invalid object');
    return readRecord(reading, path, kind, raw);
  }
  if (kind === 'metadata') return readMetadata(reading, path, raw);
  if (typeof kind === 'object' && kind[0] === 'list') {
    if (typeof raw === 'string') return report(reading, path, 'Invalid array');
    return Object.entries(raw).map(([name, item]) => readValue(reading, [...path, name], kind[1], item));
  }
  if (typeof kind === 'object' && kind[0] === 'map') {
    if (typeof raw === 'string') return report(reading, path, 'Invalid object');
    const entries = Object.entries(raw);
    return Object.fromEntries(
      entries.map(([name, item]) => [name, readValue(reading, [...path, name], kind[1], item)]),
    );
  }
  if (typeof raw !== 'string') return report(reading, path, `Invalid string: ${JSON.stringify(raw)}`);
  if (raw === '' && kind === 'empty') return '';
  if (raw === '' && (kind !== 'text' || isRequired)) {
    return report(reading, path, emptyMessage(formatParam(path)), 'parameter_invalid_empty');
  }
  if (typeof kind === 'object') {
    const words = kind.slice(1).map(String);
    if (words.includes(raw)) return raw;
    return report(reading, path, `Invalid ${formatParam(path)}: must be ${joinWords(words)}`);
  }
  const scalar = readScalar(kind, path.at(-1) ?? '', raw);
  return 'value' in scalar ? scalar.value : report(reading, path, scalar.message, scalar.code);
}

/** Which branch of a union a value takes: the one it fits, or the one whose complaint says most. */
function choose(kinds: readonly ParameterKind[], raw: FormValue): ParameterKind {
  const isNested = (kind: ParameterKind) =>
    typeof kind === 'number' || kind === 'metadata' || (typeof kind === 'object' && kind[0] !== 'words');
  const fallback = kinds.find((kind) => kind !== 'empty') ?? 'text';
  if (typeof raw !== 'string') return kinds.find(isNested) ?? fallback;
  if (raw === '' && kinds.includes('empty')) return 'empty';
  const words = kinds.find((kind) => typeof kind === 'object' && kind[0] === 'words');
  if (Array.isArray(words) && words.slice(1).includes(raw)) return words as ParameterKind;
  if (kinds.includes('number') && (/^-?[\d.]+$/.test(raw) || !kinds.includes('text'))) return 'number';
  return kinds.find((kind) => kind === 'text') ?? words ?? fallback;
}

function readMetadata(reading: Reading, path: Path, raw: FormValue): unknown {
  if (typeof raw === 'string') return report(reading, path, 'Invalid object');
  if (Object.keys(raw).length > 50) {
    return report(reading, path, 'You can specify at most 50 metadata keys.');
  }
  for (const [name, value] of Object.entries(raw)) {
    if (name.length > 40) {
      return report(reading, path, `Invalid metadata key: ${name.slice(0, 20)}...; at most 40 characters.`);
    }
    if (typeof value !== 'string' || value.length > 500) {
      return report(reading, [...path, name], 'Metadata values can have up to 500 characters.');
    }
  }
  return raw;
}
