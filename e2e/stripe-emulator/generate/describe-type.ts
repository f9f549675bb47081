import ts from 'typescript';
import type { ParameterKind, ParameterShape } from '../core/parameter-table.ts';

/**
 * Turns the SDK's type nodes into kinds; equal records are stored once, in `shapes`. An interface that says which
 * object it is (`object: 'customer'`) stays a name.
 */
export function createDescriber(checker: ts.TypeChecker) {
  const shapes: ParameterShape[] = [];
  const numbers = new Map<string, number>();
  const known = new Map<ts.Node, ParameterKind>();

  function keepShape(shape: ParameterShape): number {
    const text = JSON.stringify(shape);
    const existing = numbers.get(text);
    if (existing !== undefined) return existing;
    numbers.set(text, shapes.length);
    return shapes.push(shape) - 1;
  }

  /** The record of an interface, with what it inherits. Names are sorted, so that equal records are found. */
  function describeRecord(node: ts.Node): number {
    const members: Record<string, ParameterKind> = {};
    const required: string[] = [];
    const properties = checker.getPropertiesOfType(checker.getTypeAtLocation(node));
    for (const property of properties.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const declaration = property.valueDeclaration;
      if (!declaration || !ts.isPropertySignature(declaration) || !declaration.type) continue;
      members[property.name] = kindOf(declaration.type);
      if (!declaration.questionToken) required.push(property.name);
    }
    return keepShape(required.length > 0 ? { members, required } : { members });
  }

  function describeReference(node: ts.TypeReferenceNode): ParameterKind | undefined {
    const name = ts.isIdentifier(node.typeName) ? node.typeName.text : node.typeName.right.text;
    const [first, second] = node.typeArguments ?? [];
    if (name === 'OtherString') return undefined;
    if (name === 'Decimal') return 'decimal';
    if (name === 'MetadataParam' || name === 'Metadata') return 'metadata';
    if (name === 'Array' && first) return ['list', kindOf(first)];
    if (name === 'ApiList' && first) return ['pages', kindOf(first)];
    if (name === 'Record' && second) return ['map', kindOf(second)];
    if (name === 'Emptyable' && first) return merge(['empty', kindOf(first)]);
    const symbol = checker.getSymbolAtLocation(node.typeName);
    const target = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    for (const declaration of target?.declarations ?? []) {
      const kept = known.get(declaration);
      if (kept !== undefined) return kept;
      if (ts.isTypeAliasDeclaration(declaration)) return remember(declaration, kindOf(declaration.type));
      if (ts.isInterfaceDeclaration(declaration)) {
        const object = objectName(declaration);
        return remember(declaration, object ? ['object', object] : describeRecord(declaration));
      }
    }
    return 'any';
  }

  function remember(node: ts.Node, kind: ParameterKind): ParameterKind {
    known.set(node, kind);
    return kind;
  }

  function describeLiteral(node: ts.LiteralTypeNode): ParameterKind {
    if (node.literal.kind === ts.SyntaxKind.NullKeyword) return 'empty';
    if (node.literal.kind === ts.SyntaxKind.TrueKeyword) return 'boolean';
    const text = ts.isLiteralExpression(node.literal) ? node.literal.text : '';
    return text === '' ? 'empty' : ['words', text];
  }

  function kindOf(node: ts.TypeNode): ParameterKind {
    if (ts.isParenthesizedTypeNode(node)) return kindOf(node.type);
    if (ts.isArrayTypeNode(node)) return ['list', kindOf(node.elementType)];
    if (ts.isLiteralTypeNode(node)) return describeLiteral(node);
    if (ts.isTypeReferenceNode(node)) return describeReference(node) ?? 'text';
    if (ts.isUnionTypeNode(node)) {
      const kinds = node.types.map((type) =>
        ts.isTypeReferenceNode(type) ? describeReference(type) : kindOf(type),
      );
      return merge(kinds.filter((kind) => kind !== undefined));
    }
    if (ts.isTypeLiteralNode(node)) {
      const index = node.members.find(ts.isIndexSignatureDeclaration);
      return index ? ['map', kindOf(index.type)] : describeRecord(node);
    }
    switch (node.kind) {
      case ts.SyntaxKind.StringKeyword:
        return 'text';
      case ts.SyntaxKind.NumberKeyword:
        return 'number';
      case ts.SyntaxKind.BooleanKeyword:
        return 'boolean';
      default:
        return 'any';
    }
  }

  return { shapes, kindOf, describeRecord };
}

/** The name an interface gives its objects; undefined for one that is only a part of others. */
export function objectName(declaration: ts.InterfaceDeclaration): string | undefined {
  const names = new Map(
    declaration.members.map((member) => [
      member.name && ts.isIdentifier(member.name) ? member.name.text : '',
      member,
    ]),
  );
  const member = names.get('object');
  if (!member || !ts.isPropertySignature(member) || !member.type) return undefined;
  if (!ts.isLiteralTypeNode(member.type) || !ts.isStringLiteral(member.type.literal)) return undefined;
  const deleted = names.get('deleted');
  const isDeleted = deleted && ts.isPropertySignature(deleted) && !deleted.questionToken;
  return isDeleted ? `deleted_${member.type.literal.text}` : member.type.literal.text;
}

/** One kind out of a union: nested unions are opened, words become one list, repetitions go. */
function merge(kinds: readonly ParameterKind[]): ParameterKind {
  const flat = kinds.flatMap((kind) =>
    Array.isArray(kind) && kind[0] === 'either' ? (kind.slice(1) as ParameterKind[]) : [kind],
  );
  const words = flat.flatMap((kind) => (Array.isArray(kind) && kind[0] === 'words' ? kind.slice(1) : []));
  const others = flat.filter((kind) => !(Array.isArray(kind) && kind[0] === 'words'));
  const unique = [...new Map(others.map((kind) => [JSON.stringify(kind), kind])).values()];
  if (words.length > 0) unique.push(['words', ...new Set(words.map(String))]);
  const [only] = unique;
  return unique.length === 1 && only !== undefined ? only : ['either', ...unique];
}
