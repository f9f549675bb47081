import type { CapabilityContract } from '../contract/capabilities/shared.ts';
import { CAPABILITIES, COMMON_CODES, PERMISSIONS } from '../contract/capabilities/table.ts';
import { ENGINE_VERSION } from '../contract/engine.ts';
import { CAPABILITY_EXAMPLES } from './capability-examples.ts';
import { cell, keysOf, typeOf } from './describe-schema.ts';
import { schemaOf } from './json-schema.ts';

const contracts: Record<string, CapabilityContract> = CAPABILITIES;
const examples: Record<string, unknown> = CAPABILITY_EXAMPLES;

/** docs/plugins/capabilities.md, from the table that the broker checks with. */
export function capabilitiesPage(): string {
  const permissions = [...PERMISSIONS].map(
    ([name, { methods, dataClass, fields }]) =>
      `| \`${name}\` | ${methods.map((method) => `\`${method}\``).join(', ')} | ${dataClass ? `\`${dataClass}\`` : ''} | ${fields.join(', ')} |`,
  );
  return `# Capabilities

Written by \`npm run generate\` from the contract, version ${ENGINE_VERSION}. A plugin acts only through these methods of its context. Each needs a
permission in \`plugin.json\` that the school accepted. A method never throws: it answers \`{ ok: true, value }\` or
\`{ ok: false, code, message }\`. Decide by the code.

Every method can answer ${COMMON_CODES.map((code) => `\`${code}\``).join(', ')}.

## Permissions

| permission | methods | data class | fields that can be granted |
| --- | --- | --- | --- |
${permissions.join('\n')}

${Object.entries(contracts).map(section).join('\n')}`;
}

function section([name, contract]: [string, CapabilityContract]): string {
  const { permission, summary, input, output, codes, personalData } = contract;
  const call =
    name === 'log'
      ? 'context.log.info(message)'
      : `await context.${name}(${JSON.stringify(examples[name], null, 2)})`;
  return `## ${name}

${summary} Permission: \`${permission}\`.${personalData ? ` Personal data of the class \`${personalData.dataClass}\`: fields that were not granted are missing.` : ''}

\`\`\`ts
${call}
\`\`\`

${keys('Input', schemaOf(input))}
${keys('Answer', schemaOf(output))}
Own codes: ${codes.map((code) => `\`${code}\``).join(', ') || 'none'}.
`;
}

function keys(title: string, schema: ReturnType<typeof schemaOf>): string {
  const rows = keysOf(schema).map(
    ({ path, schema: key, isRequired }) =>
      `| \`${cell(path)}\` | ${cell(typeOf(key))} | ${isRequired ? 'yes' : ''} |`,
  );
  if (rows.length === 0) return `${title}: ${typeOf(schema)}.\n`;
  return `| ${title.toLowerCase()} | value | required |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}
