/** Where the marks of a lesson group and term stand on their way to the families. */
export const SHEET_STATES = ['draft', 'submitted', 'returned', 'approved', 'published'] as const;
export type SheetState = (typeof SHEET_STATES)[number];

/** True while marks may be changed. What was handed in, approved or published is returned or withdrawn first. */
export function isOpenState(state: SheetState): boolean {
  return state === 'draft' || state === 'returned';
}
