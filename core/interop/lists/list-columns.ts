import type { Field, SanitizedCollectionConfig } from 'payload';
import type { Language } from '../../kernel/index.ts';
import type { CellOut } from './write-workbook.ts';

/** One column of a list: its header, and the value of a record in it. */
export type ListColumn = {
  readonly header: string;
  readonly width: number;
  readonly cell: (record: Record<string, unknown>) => CellOut;
};

type Titles = (slug: string) => string;
type Named = Extract<Field, { name: string }>;

const PLAIN_DATE = /^\d{4}-\d{2}-\d{2}$/;
const WORDS = { en: { yes: 'yes', no: 'no' }, ar: { yes: 'نعم', no: 'لا' } } as const;

/**
 * The columns of a list as the panel shows a record: every field with a label that is not hidden, its words in the
 * language. What a record refers to is named by its title; the sheet of pupils has the number by which an import knows them.
 */
export function listColumns(
  collection: Pick<SanitizedCollectionConfig, 'fields'>,
  titleField: Titles,
  language: Language,
): ListColumn[] {
  return namedFields(collection.fields).map((field) => {
    const header = wordIn(field.label, language) ?? field.name;
    return {
      header,
      width: Math.max(12, Math.min(40, header.length + 4)),
      cell: cellReader(field, titleField, language),
    };
  });
}

function namedFields(fields: readonly Field[]): Named[] {
  return fields.flatMap((field) => {
    if (field.type === 'row' || field.type === 'collapsible') return namedFields(field.fields);
    if (!('name' in field) || field.type === 'json' || field.type === 'ui') return [];
    const isHidden =
      ('hidden' in field && field.hidden) ||
      (field.admin as { hidden?: unknown } | undefined)?.hidden === true;
    if (isHidden || ['tenant', 'id', 'createdAt', 'updatedAt', 'sourcedId'].includes(field.name)) return [];
    return [field as Named];
  });
}

function cellReader(field: Named, titleField: Titles, language: Language): ListColumn['cell'] {
  const read = (record: Record<string, unknown>) => record[field.name];
  if (field.type === 'checkbox')
    return (record) => (read(record) === true ? WORDS[language].yes : WORDS[language].no);
  if (field.type === 'select') {
    const words = new Map(
      field.options.map((option) =>
        typeof option === 'string'
          ? [option, option]
          : [option.value, wordIn(option.label, language) ?? option.value],
      ),
    );
    return (record) => words.get(String(read(record) ?? '')) ?? textOf(read(record));
  }
  if (field.type === 'relationship') {
    const title = titleField(String(field.relationTo));
    return (record) => {
      const value = read(record) as Record<string, unknown> | string | null;
      return typeof value === 'object' ? textOf(value?.[title]) : undefined;
    };
  }
  if (field.type === 'number') {
    // Kept in hundredths and shown as people write marks.
    const isHundredths = field.name.endsWith('Hundredths');
    return (record) => {
      const value = read(record);
      if (typeof value !== 'number') return undefined;
      return isHundredths ? value / 100 : value;
    };
  }
  return (record) => {
    const text = textOf(read(record));
    return text !== undefined && PLAIN_DATE.test(text) ? { date: text } : text;
  };
}

function textOf(value: unknown): string | undefined {
  return value === null || value === undefined || typeof value === 'object' ? undefined : String(value);
}

function wordIn(label: unknown, language: Language): string | undefined {
  if (typeof label === 'string') return label;
  return typeof label === 'object' && label !== null
    ? (label as Record<string, string>)[language]
    : undefined;
}
