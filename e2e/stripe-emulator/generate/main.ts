import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { routeKey } from '../core/parameter-table.ts';
import { routes } from '../routes.ts';
import { answerObjects } from './answer-objects.ts';
import { createDescriber } from './describe-type.ts';
import { findReferences } from './references.ts';
import { readSdk } from './sdk.ts';

/*
 * Writes what the installed SDK's types say: the parameters of each route that the emulator serves, and what can be
 * expanded in each object that it makes. Run by `npm run generate`.
 */
const sdk = readSdk();
const line = (value: unknown) => JSON.stringify(value);

function write(file: string, text: string): void {
  const notice =
    '// Generated from the type files of the installed Stripe SDK by `npm run generate`; do not edit.';
  writeFileSync(path.join(import.meta.dirname, '../schemas', file), `${notice}\n${text}`);
}

const parameters = createDescriber(sdk.checker);
// Routes that the SDK does not offer are left to their schema; null is a call without parameters.
const served = [...new Set(routes.map((route) => routeKey(route.method, route.path)))]
  .filter((key) => sdk.calls.has(key))
  .sort()
  .map((key) => {
    const type = sdk.calls.get(key);
    return `  ${line(key)}: ${line(type ? parameters.kindOf(type) : null)},`;
  });
write(
  'parameter-table.generated.ts',
  `import type { ParameterKind, ParameterShape } from '../core/parameter-table.ts';

export const parameterShapes: readonly ParameterShape[] = [
${parameters.shapes.map((shape, index) => `  /* ${index} */ ${line(shape)},`).join('\n')}
];

export const parameterTable: Record<string, ParameterKind | null> = {
${served.join('\n')}
};
`,
);

const answers = createDescriber(sdk.checker);
const references = answerObjects.map((name) => {
  const declaration = sdk.objects.get(name);
  if (!declaration) throw new Error(`The SDK has no object called ${name}.`);
  return `  ${line(name)}: ${line(findReferences(answers.shapes, answers.describeRecord(declaration)))},`;
});
write(
  'references.generated.ts',
  `/** Members that hold an id, or a list of ids, and become the object when expanded: object -> member -> kind. */
export const references: Record<string, Record<string, string>> = {
${references.join('\n')}
};
`,
);
