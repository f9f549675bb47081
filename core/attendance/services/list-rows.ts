/** How many of a list are on one page. */
export const PAGE_SIZE = 50;

/** One page of a list, and how many there are in all. */
export type Page<Row> = { rows: Row[]; page: number; pages: number; total: number };

/** Where a page lies in a list of so many rows. Pages count from 1; one past the end is the last. */
export function placeOf(total: number, asked: number): Omit<Page<never>, 'rows'> {
  const pages = Math.max(1, Math.ceil(total / PAGE_SIZE));
  return { total, pages, page: Math.min(Math.max(1, asked), pages) };
}

/** The pupil a row of a list is about, with the class of now. */
export type ListedPupil = {
  student: { id: string; name: string; nameAr: string | null; admissionNumber: string };
  class: { title: string; titleAr: string | null } | null;
};

type PupilColumns = {
  student: string;
  display_name: string;
  display_name_ar: string | null;
  admission_number: string;
  class: string | null;
  class_ar: string | null;
};

/** The pupil of a row whose statement names its columns as these lists do. */
export function pupilOf(row: PupilColumns): ListedPupil {
  return {
    student: {
      id: row.student,
      name: row.display_name,
      nameAr: row.display_name_ar,
      admissionNumber: row.admission_number,
    },
    class: row.class === null ? null : { title: row.class, titleAr: row.class_ar },
  };
}
