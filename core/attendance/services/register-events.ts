import type { NewEvent } from '../../jobs/index.ts';

/** An absence that guardians may want to know about; add-ons listen to it. Once a pupil and date, whatever is corrected later. */
export const ABSENCE_RECORDED = 'attendance.absence_recorded';

/** The register of a class as it was saved; add-ons listen to it. Saving the same again is no news. */
export const REGISTER_TAKEN = 'attendance.register_taken';

type About = {
  date: string;
  classLabel: string;
  school: { schoolName: string; schoolNameAr: string | null; timeZone: string };
};

/**
 * The events of absences. Their key is the pupil and the date alone: the homeroom and seven lessons of a day are one
 * message to the family.
 */
export function absences(
  marks: readonly { id: string; code: string }[],
  { date, classLabel, school }: About,
): NewEvent[] {
  return marks.map(({ id, code }) => ({
    type: ABSENCE_RECORDED,
    dedupeKey: `${id}:${date}`,
    payload: { studentId: id, date, code, classLabel, ...school },
  }));
}
