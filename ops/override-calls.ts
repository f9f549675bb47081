import path from 'node:path';
import ts from 'typescript';

/** One call of the Local API that passes access control by, and why. */
export type Exception = { file: string; call: string; reason: string };
/** A call that breaks the rule, with the sentence that says how. */
export type Breach = { file: string; line: number; sentence: string };

/** Methods of the Local API that know `overrideAccess`. */
const METHODS = new Set([
  ...['find', 'findByID', 'findDistinct', 'findGlobal', 'findGlobalVersionByID', 'findGlobalVersions'],
  ...['findVersionByID', 'findVersions', 'count', 'countGlobalVersions', 'countVersions'],
  ...['create', 'update', 'updateGlobal', 'delete', 'duplicate', 'restoreGlobalVersion', 'restoreVersion'],
  ...['forgotPassword', 'login', 'resetPassword', 'unlock'],
]);

const TAG = '// override: ';
const LEAST_REASON = 10;

/**
 * Reads source files for calls of the Local API. Each must state `overrideAccess` as true or false; true needs the
 * comment `// override: <reason>` on the same line or the one above, and false needs `req` or `user`, or it would ask
 * as nobody. The calls are found by the type of what they are called on, so another name for `payload` hides nothing.
 */
export function findOverrideCalls(
  program: ts.Program,
  root: string,
  isChecked: (file: string) => boolean,
): { exceptions: Exception[]; breaches: Breach[]; calls: number } {
  const checker = program.getTypeChecker();
  const exceptions: Exception[] = [];
  const breaches: Breach[] = [];
  let calls = 0;
  for (const source of program.getSourceFiles()) {
    const file = path.relative(root, source.fileName).replaceAll(path.sep, '/');
    if (source.isDeclarationFile || !isChecked(file)) continue;
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node)) {
        const call = localApiCall(checker, node);
        if (call) {
          calls += 1;
          const result = judge(source, node, call);
          if ('sentence' in result) breaches.push({ file, ...result });
          else if (result.reason !== undefined) exceptions.push({ file, call, reason: result.reason });
        }
      }
      const passedOn = ts.isPropertyAccessExpression(node) && methodOfPayload(checker, node);
      if (passedOn && !(ts.isCallExpression(node.parent) && node.parent.expression === node)) {
        const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
        breaches.push({ file, line, sentence: `payload.${passedOn} is passed on uncalled; call it there.` });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { exceptions, breaches, calls };
}

function localApiCall(checker: ts.TypeChecker, node: ts.CallExpression): string | undefined {
  return ts.isPropertyAccessExpression(node.expression)
    ? methodOfPayload(checker, node.expression)
    : undefined;
}

function methodOfPayload(checker: ts.TypeChecker, callee: ts.PropertyAccessExpression): string | undefined {
  if (!METHODS.has(callee.name.text)) return undefined;
  const type = checker.getTypeAtLocation(callee.expression);
  const names = (type.isUnionOrIntersection() ? type.types : [type]).map((part) => part.symbol?.name);
  return names.some((name) => name === 'BasePayload' || name === 'Payload') ? callee.name.text : undefined;
}

type Verdict = { reason: string | undefined } | { line: number; sentence: string };

function judge(source: ts.SourceFile, node: ts.CallExpression, call: string): Verdict {
  const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
  const breach = (sentence: string) => ({ line, sentence: `payload.${call} ${sentence}` });
  const [argument] = node.arguments;
  if (!argument || !ts.isObjectLiteralExpression(argument))
    return breach('takes its options from elsewhere; write them at the call.');
  const stated = argument.properties.find((property) => nameOf(property) === 'overrideAccess');
  if (!stated) return breach('does not state overrideAccess.');
  const value = ts.isPropertyAssignment(stated) ? stated.initializer.kind : undefined;
  if (value === ts.SyntaxKind.FalseKeyword) {
    const asks = argument.properties.some((property) => ['req', 'user'].includes(nameOf(property) ?? ''));
    return asks ? { reason: undefined } : breach('states overrideAccess: false without req or user.');
  }
  if (value !== ts.SyntaxKind.TrueKeyword)
    return breach('states overrideAccess as something else than true or false.');
  const reason = reasonAt(source, stated);
  return reason === undefined
    ? breach('overrides access without a reason: add "// override: <reason>" there.')
    : { reason };
}

function reasonAt(source: ts.SourceFile, property: ts.Node): string | undefined {
  const lines = source.text.split('\n');
  const { line } = source.getLineAndCharacterOfPosition(property.getStart(source));
  return [lines[line], lines[line - 1]]
    .map((text = '') => (text.includes(TAG) ? text.slice(text.indexOf(TAG) + TAG.length).trim() : ''))
    .find((reason) => reason.length >= LEAST_REASON);
}

function nameOf(property: ts.ObjectLiteralElementLike): string | undefined {
  return property.name && ts.isIdentifier(property.name) ? property.name.text : undefined;
}

/** What differs between the exceptions of the code and those of the list, one sentence each. */
export function compareExceptions(found: Exception[], listed: Exception[]): string[] {
  const keyOf = ({ file, call, reason }: Exception) => `${file}: payload.${call} (${reason})`;
  const rest = listed.map(keyOf);
  const sentences: string[] = [];
  for (const key of found.map(keyOf)) {
    const index = rest.indexOf(key);
    if (index < 0) sentences.push(`New: ${key}`);
    else rest.splice(index, 1);
  }
  return [...sentences, ...rest.map((key) => `Gone: ${key}`)];
}
