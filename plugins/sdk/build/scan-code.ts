import { type AnyNode, type Expression, type PrivateIdentifier, parse, type Super } from 'acorn';
import { full } from 'acorn-walk';
import { CAPABILITIES } from '../contract/capabilities/table.ts';
import type { PluginManifest } from '../contract/manifest.ts';

/** What the cage takes away or a review cannot read. The cage refuses them at run time too; here they are told early. */
const FORBIDDEN_GLOBALS: Readonly<Record<string, string>> = {
  eval: 'code from text cannot be reviewed',
  Function: 'code from text cannot be reviewed',
  WebAssembly: 'the cage has none',
  SharedArrayBuffer: 'the cage has none',
  Atomics: 'the cage has none',
  process: 'there is no Node in the cage',
  require: 'a bundle is one file',
  Buffer: 'there is no Node in the cage; files take base64',
  fetch: 'ask for the capability http.fetch',
  XMLHttpRequest: 'ask for the capability http.fetch',
  WebSocket: 'ask for the capability http.fetch',
  setTimeout: 'the clock stands still; use a schedule',
  setInterval: 'the clock stands still; use a schedule',
};

export type CodeProblem = {
  code: 'forbidden' | 'permission_unused' | 'permission_missing' | 'unreadable';
  message: string;
};

/**
 * Reads a bundle without running it: forbidden globals, permissions that nothing uses, and capabilities that are called
 * without a permission. It looks for `group.method` such as `sms.send`, so a group under another name is not seen: this
 * is a check of honesty, and what a plugin may do is decided by the broker at every call.
 */
export function scanCode(manifest: PluginManifest, code: string): CodeProblem[] {
  let seen: Seen;
  try {
    seen = readCode(code);
  } catch (error) {
    // Also code nested so deep that reading it would take the stack.
    const reason = error instanceof SyntaxError ? error.message : 'it is nested too deep';
    return [{ code: 'unreadable', message: `The code cannot be read: ${reason}.` }];
  }
  const problems: CodeProblem[] = [];
  for (const name of seen.globals) {
    const reason = FORBIDDEN_GLOBALS[name];
    if (Object.hasOwn(FORBIDDEN_GLOBALS, name) && !seen.declared.has(name))
      problems.push({
        code: 'forbidden',
        message: `The code uses ${name}, which is not allowed: ${reason}.`,
      });
  }
  if (seen.hasDynamicImport)
    problems.push({
      code: 'forbidden',
      message: 'The code uses import(), which is not allowed: a bundle is one file.',
    });
  if (seen.hasConstructorWalk)
    problems.push({
      code: 'forbidden',
      message:
        'The code reads constructor.constructor, which is not allowed: code from text cannot be reviewed.',
    });
  const declared = new Set(manifest.permissions.map((permission) => permission.capability));
  const used = new Set<string>();
  for (const [method, { permission }] of Object.entries(CAPABILITIES)) {
    const [group = ''] = method.split('.');
    const isCalled = seen.methods.has(method);
    // A group taken out of the context, `const { kv } = context`, may be used in ways that are not seen.
    if (isCalled || (seen.groups.has(group) && !hasCall(seen.methods, group))) used.add(permission);
    if (isCalled && permission !== 'log' && !declared.has(permission))
      problems.push({
        code: 'permission_missing',
        message: `The code calls ${method} and plugin.json does not ask for ${permission}. Add the permission with its purpose, or drop the call.`,
      });
  }
  for (const permission of declared)
    if (!used.has(permission))
      problems.push({
        code: 'permission_unused',
        message: `plugin.json asks for ${permission} and the code never uses it. Schools accept what is needed: take it out.`,
      });
  return problems;
}

type Seen = {
  globals: Set<string>;
  declared: Set<string>;
  /** `group.method` as it is called. */
  methods: Set<string>;
  groups: Set<string>;
  hasDynamicImport: boolean;
  hasConstructorWalk: boolean;
};

function readCode(code: string): Seen {
  const seen: Seen = {
    globals: new Set(),
    declared: new Set(),
    methods: new Set(),
    groups: new Set(),
    hasDynamicImport: false,
    hasConstructorWalk: false,
  };
  full(parse(code, { ecmaVersion: 'latest', sourceType: 'script' }), (node) => visit(node as AnyNode, seen));
  return seen;
}

function visit(node: AnyNode, seen: Seen): void {
  if (node.type === 'Identifier') seen.globals.add(node.name);
  else if (node.type === 'ImportExpression') seen.hasDynamicImport = true;
  else if (node.type === 'VariableDeclarator') declare(node.id, seen);
  else if (
    node.type === 'FunctionDeclaration' ||
    node.type === 'FunctionExpression' ||
    node.type === 'ArrowFunctionExpression'
  ) {
    if (node.id) seen.declared.add(node.id.name);
    for (const parameter of node.params) declare(parameter, seen);
  } else if (node.type === 'ClassDeclaration' && node.id) seen.declared.add(node.id.name);
  else if (node.type === 'Property' && node.key.type === 'Identifier' && !node.computed)
    seen.groups.add(node.key.name);
  else if (node.type === 'MemberExpression') {
    const name = nameOf(node.property, node.computed);
    if (name === undefined) return;
    seen.groups.add(name);
    const owner = ownerOf(node.object);
    if (owner === undefined) return;
    seen.methods.add(`${owner}.${name}`);
    if (owner === 'constructor' && name === 'constructor') seen.hasConstructorWalk = true;
  }
}

function declare(pattern: AnyNode | null, seen: Seen): void {
  if (pattern?.type === 'Identifier') seen.declared.add(pattern.name);
  else if (pattern?.type === 'AssignmentPattern') declare(pattern.left, seen);
  else if (pattern?.type === 'RestElement') declare(pattern.argument, seen);
  else if (pattern?.type === 'ArrayPattern') for (const item of pattern.elements) declare(item, seen);
  else if (pattern?.type === 'ObjectPattern')
    for (const property of pattern.properties) {
      declare(property.type === 'RestElement' ? property.argument : property.value, seen);
      const name = property.type === 'RestElement' ? undefined : nameOf(property.key, property.computed);
      if (name !== undefined) seen.groups.add(name);
    }
}

function ownerOf(object: Expression | Super): string | undefined {
  if (object.type === 'Identifier') return object.name;
  return object.type === 'MemberExpression' ? nameOf(object.property, object.computed) : undefined;
}

function nameOf(property: Expression | PrivateIdentifier, computed: boolean): string | undefined {
  if (!computed && property.type === 'Identifier') return property.name;
  return property.type === 'Literal' && typeof property.value === 'string' ? property.value : undefined;
}

function hasCall(methods: Set<string>, group: string): boolean {
  return [...methods].some((method) => method.startsWith(`${group}.`));
}
