/** What a search finds, in the order results are shown. The numbers are those of the table search_terms. */
export const SEARCH_KINDS = {
  student: 1,
  guardian: 2,
  teacher: 3,
  class: 4,
  lessonGroup: 5,
  subject: 6,
  invoice: 7,
  file: 8,
  announcement: 9,
} as const;

export type SearchKind = keyof typeof SEARCH_KINDS;

/** What a viewer may find: the kinds, and of a kind that is narrowed the records. */
export type SearchReach = ReadonlyMap<SearchKind, 'all' | readonly string[]>;

const NAMES = new Map(Object.entries(SEARCH_KINDS).map(([name, number]) => [number, name as SearchKind]));

/** The kind of a number in search_terms; undefined for a number that another release wrote. */
export function kindOf(number: number): SearchKind | undefined {
  return NAMES.get(number as (typeof SEARCH_KINDS)[SearchKind]);
}
