import type { Queryable } from '../../tenancy/index.ts';
import type { Trace } from '../calculate/types.ts';

/** A published mark. Hundredths: 8150 is 81.50 %. */
export type TermMark = {
  studentId: string;
  classOfferingId: string;
  classOfferingTitle: string;
  subjectId: string;
  subject: string;
  subjectAr?: string;
  creditHours?: number;
  termId: string;
  academicYearId: string;
  status: 'marked' | 'exempt' | 'incomplete';
  percentHundredths?: number;
  label?: string;
  labelAr?: string;
  gpaHundredths?: number;
  passes?: boolean;
  formula: Trace;
  publishedAt: string;
};

/**
 * The published marks of pupils for a term, by pupil and subject; what is not published, or was withdrawn, is not among
 * them. Runs under the scope of the school; whose marks somebody may see is asked before.
 */
export async function termMarksOf(
  pool: Queryable,
  { termId, studentIds }: { termId: string; studentIds: readonly string[] },
): Promise<TermMark[]> {
  const { rows } = await pool.query(
    `select m.student_id, m.class_offering_id, o.title as offering_title, m.subject_id, s.title as subject,
            s.title_ar as subject_ar, s.credit_hours::float8, m.term_id, m.academic_year_id, m.status,
            m.percent_hundredths::int, m.label, m.label_ar, m.gpa_hundredths::int, m.passes, m.formula, m.published_at
       from term_marks m
       join subjects s on s.id = m.subject_id
       join class_offerings o on o.id = m.class_offering_id
      where m.term_id = $1 and m.student_id = any($2) and m.published_at is not null
      order by m.student_id, s.title, m.class_offering_id`,
    [termId, studentIds],
  );
  return rows.map((row) => ({
    studentId: row.student_id,
    classOfferingId: row.class_offering_id,
    classOfferingTitle: row.offering_title,
    subjectId: row.subject_id,
    subject: row.subject,
    ...(row.subject_ar ? { subjectAr: row.subject_ar } : {}),
    ...(row.credit_hours === null ? {} : { creditHours: row.credit_hours }),
    termId: row.term_id,
    academicYearId: row.academic_year_id,
    status: row.status,
    ...(row.percent_hundredths === null ? {} : { percentHundredths: row.percent_hundredths }),
    ...(row.label ? { label: row.label } : {}),
    ...(row.label_ar ? { labelAr: row.label_ar } : {}),
    ...(row.gpa_hundredths === null ? {} : { gpaHundredths: row.gpa_hundredths }),
    ...(row.passes === null ? {} : { passes: row.passes }),
    formula: row.formula as Trace,
    publishedAt: new Date(row.published_at).toISOString(),
  }));
}
