import { flattenTopLevelFields, type SanitizedConfig } from 'payload';
import type { Language } from '../../components/language.ts';

/** What collections and their fields are called, for showing entries in the viewer's language. */
export type RecordLabels = Record<string, { name: string; fields: Record<string, string> }>;

/** The names of all collections of the configuration in one language. */
export function recordLabels(config: Pick<SanitizedConfig, 'collections'>, language: Language): RecordLabels {
  return Object.fromEntries(
    config.collections.map(({ slug, labels, fields }) => [
      slug,
      {
        name: textOf(labels.plural, language) ?? slug,
        fields: Object.fromEntries(
          flattenTopLevelFields(fields).flatMap((field) => {
            const label = 'label' in field ? textOf(field.label, language) : undefined;
            return 'name' in field && label ? [[String(field.name), label]] : [];
          }),
        ),
      },
    ]),
  );
}

function textOf(label: unknown, language: Language): string | undefined {
  if (typeof label === 'string') return label;
  if (typeof label !== 'object' || label === null) return undefined;
  const text = (label as Record<string, unknown>)[language];
  return typeof text === 'string' ? text : undefined;
}
