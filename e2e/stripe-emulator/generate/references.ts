import type { ParameterKind, ParameterShape } from '../core/parameter-table.ts';

/**
 * Members of one object that hold an id and can be expanded: dotted path -> object name. Members that may name
 * objects of several kinds are left out.
 */
export function findReferences(
  shapes: readonly ParameterShape[],
  kind: ParameterKind,
  prefix = '',
  depth = 0,
): Record<string, string> {
  const found: Record<string, string> = {};
  const shape = typeof kind === 'number' && depth < 8 ? shapes[kind] : undefined;
  for (const [name, member] of Object.entries(shape?.members ?? {})) {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    for (const branch of openBranches(member)) {
      if (typeof branch === 'number') Object.assign(found, findReferences(shapes, branch, path, depth + 1));
    }
    const target = referenceTarget(member);
    if (target) found[path] = target;
  }
  return found;
}

/** Every branch of a union, and what its lists hold. */
function openBranches(kind: ParameterKind): ParameterKind[] {
  if (!Array.isArray(kind)) return [kind];
  const [name, ...rest] = kind as unknown as [string, ...ParameterKind[]];
  if (name === 'either' || name === 'list') return rest.flatMap(openBranches);
  return [kind];
}

function referenceTarget(kind: ParameterKind): string | undefined {
  const branches = openBranches(kind);
  if (!branches.includes('text')) return undefined;
  const names = branches.flatMap((branch) =>
    Array.isArray(branch) && branch[0] === 'object' ? [String(branch[1])] : [],
  );
  const living = names.filter((name) => !name.startsWith('deleted_'));
  return living.length === 1 ? living[0] : undefined;
}
