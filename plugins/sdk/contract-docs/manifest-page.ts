import { ENGINE_VERSION } from '../contract/engine.ts';
import { pluginManifest } from '../contract/manifest.ts';
import { cell, keysOf, type SchemaKey, typeOf } from './describe-schema.ts';
import { schemaOf } from './json-schema.ts';
import { MANIFEST_RULES, SMALLEST_MANIFEST } from './manifest-rules.ts';
import { PURPOSES } from './purposes.ts';

/** Keys of the manifest as the page lists them: those of an action's form are those of the settings. */
export function manifestKeys(): SchemaKey[] {
  return keysOf(schemaOf(pluginManifest)).filter(
    ({ path }) => !path.startsWith('actions[].form.') && !/x-enum-titles\[\]/.test(path),
  );
}

/** What a key is for; undefined when nobody has written it down. */
export function purposeOf({ path, schema }: SchemaKey): string | undefined {
  return schema.description ?? PURPOSES[path] ?? PURPOSES[path.split('.').at(-1) ?? ''];
}

/** docs/plugins/manifest.md, from the schema that the SDK, the registry and the host share. */
export function manifestPage(): string {
  const rows = manifestKeys().map((key) => {
    const { default: fallback } = key.schema;
    const preset = key.isRequired
      ? 'required'
      : fallback === undefined
        ? ''
        : `\`${JSON.stringify(fallback)}\``;
    return `| \`${cell(key.path)}\` | ${cell(typeOf(key.schema))} | ${cell(preset)} | ${cell(purposeOf(key) ?? '')} |`;
  });
  return `# plugin.json

Written by \`npm run generate\` from the schema of the contract, version ${ENGINE_VERSION}. One file says what a plugin is and all that
it may do. The SDK, the registry and the platform read it with the same schema. \`plugin.schema.json\` in the SDK tells editors.

In a path, \`[]\` is each item of a list, \`<name>\` any name, and \`(x)\` the variant x.

| key | value | default | what for |
| --- | --- | --- | --- |
${rows.join('\n')}

## Rules over several keys

${MANIFEST_RULES.map(({ says }) => `- ${says}`).join('\n')}

## The smallest one

\`\`\`json
${JSON.stringify(SMALLEST_MANIFEST, null, 2)}
\`\`\`
`;
}
