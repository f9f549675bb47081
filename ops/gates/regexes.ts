import { checkSync } from 'recheck';
import ts from 'typescript';

export type FoundRegex = { source: string; flags: string; place: string };

/** Every regular expression a source file writes down: literals, and `RegExp` made from a text. */
export function regexesOf(file: string, text: string): FoundRegex[] {
  const found: FoundRegex[] = [];
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kindOf(file));
  const placeOf = (node: ts.Node) =>
    `${file}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      found.push({ source: node.text.slice(1, end), flags: node.text.slice(end + 1), place: placeOf(node) });
    }
    if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'RegExp') {
      const [source, flags] = node.arguments ?? [];
      if (source && ts.isStringLiteralLike(source))
        found.push({
          source: source.text,
          flags: flags && ts.isStringLiteralLike(flags) ? flags.text : '',
          place: placeOf(node),
        });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** The expressions that an unlucky or hostile text can make run very long, each with such a text. */
export function checkRegexes(regexes: FoundRegex[]): string[] {
  const verdicts = new Map<string, string | undefined>();
  const problems: string[] = [];
  for (const { source, flags, place } of regexes) {
    const key = `/${source}/${flags}`;
    if (!verdicts.has(key)) verdicts.set(key, verdictOf(source, flags));
    const verdict = verdicts.get(key);
    if (verdict) problems.push(`${place} ${key} ${verdict}`);
  }
  return problems;
}

function verdictOf(source: string, flags: string): string | undefined {
  // The flag v is not known to the checker; of what we write it only changes what u means too.
  const result = checkSync(source, flags.replace('v', 'u'), { timeout: 10_000 });
  if (result.status === 'vulnerable')
    return `is ${result.complexity.summary}: ${result.attack.pattern.slice(0, 80)}`;
  return result.status === 'unknown' ? `could not be judged (${result.error.kind})` : undefined;
}

function kindOf(file: string): ts.ScriptKind {
  if (file.endsWith('x')) return ts.ScriptKind.TSX;
  return /js$/.test(file) ? ts.ScriptKind.JS : ts.ScriptKind.TS;
}
