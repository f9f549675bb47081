/**
 * What a parameter or a member of an answer may be, as the SDK's types say it. Words are a closed list, a number is
 * the place of a record in the generated list of shapes, `empty` is the empty text that unsets something (null in an
 * answer), `object` a named API object, `pages` a list object with its data.
 */
export type ParameterKind =
  | 'text'
  | 'number'
  | 'boolean'
  | 'decimal'
  | 'metadata'
  | 'empty'
  | 'any'
  | number
  | readonly ['words', ...string[]]
  | readonly ['list', ParameterKind]
  | readonly ['map', ParameterKind]
  | readonly ['object', string]
  | readonly ['pages', ParameterKind]
  | readonly ['either', ...ParameterKind[]];

export type ParameterShape = {
  readonly members: Readonly<Record<string, ParameterKind>>;
  readonly required?: readonly string[];
};

/** How a route is named in the generated table: its method, and its path with `:` for each part that varies. */
export function routeKey(method: string, path: string): string {
  return `${method} ${path.replace(/:\w+/g, ':')}`;
}
