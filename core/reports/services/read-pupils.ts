import type { Both, SnapshotPupil } from './types.ts';

type Row = Record<string, unknown>;

/** A text of a row that is there, or undefined. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** A title in both languages; the one that is missing is the other one. Null without either. */
export function bothOf(en: unknown, ar: unknown): Both | null {
  const [first, second] = [textOf(en) ?? textOf(ar), textOf(ar) ?? textOf(en)];
  return first === undefined || second === undefined ? null : { en: first, ar: second };
}

/** The pupil of a row with the whole name in both scripts: own, father's, grandfather's and family name. */
export function pupilOf(row: Row): SnapshotPupil {
  const join = (...parts: unknown[]) => parts.flatMap((part) => textOf(part) ?? []).join(' ');
  return {
    name: {
      en: join(row.given_name, row.middle_name, row.family_name),
      ar: join(row.given_name_ar, row.middle_name_ar, row.family_name_ar) || null,
    },
    admissionNumber: String(row.admission_number),
    birthDate: textOf(row.birth_date) ?? null,
    sex: row.sex === 'male' || row.sex === 'female' ? row.sex : null,
  };
}

/** A number of a row; the driver gives numerics as texts. */
export function numberOf(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value);
}
