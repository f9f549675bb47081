import type { Queryable } from '../../tenancy/index.ts';
import { PUPILS_OF_CLASSES } from '../sql/cards.ts';
import { buildContents } from './build-snapshots.ts';
import type { Both, CardState } from './types.ts';

export type OverviewPupil = {
  student: string;
  name: string;
  nameAr: string | null;
  admissionNumber: string;
  card: {
    id: string;
    state: CardState;
    version: number;
    number: string | null;
    publishOn: string | null;
    returnedNote: string | null;
  } | null;
  /** How many versions were withdrawn. */
  withdrawn: number;
  /** What stands in the way of approval, by what is missing. Empty for a card that is approved. */
  blockers: { marks: Both[]; incomplete: Both[]; comments: Both[]; homeroomComment: boolean };
};

export type ClassOverview = {
  term: { id: string; title: string };
  classroom: { id: string; title: string; titleAr: string | null };
  pupils: OverviewPupil[];
};

/** The pupils of a class in a term with the state of their cards and what is missing. Undefined for an unknown class or term. */
export async function classOverview(
  database: Queryable,
  { term, classroom }: { term: string; classroom: string },
): Promise<ClassOverview | undefined> {
  const place = await database.query(
    `select t.title as term, c.title, c.title_ar from terms t join classrooms c on c.id = $2
      where t.id = $1 and c.academic_year_id = t.academic_year_id`,
    [term, classroom],
  );
  if (!place.rows[0]) return undefined;
  const { rows } = await database.query(PUPILS_OF_CLASSES, [term, [classroom]]);
  const open = rows.filter((row) => row.state === null || row.state === 'draft' || row.state === 'submitted');
  const contents = await buildContents(database, {
    term,
    students: open.map((row) => String(row.student_id)),
  });
  const contentOf = new Map(contents.map((content) => [content.studentId, content]));
  return {
    term: { id: term, title: place.rows[0].term },
    classroom: { id: classroom, title: place.rows[0].title, titleAr: place.rows[0].title_ar },
    pupils: rows.map((row) => {
      const content = contentOf.get(String(row.student_id));
      const subjects = content?.subjects ?? [];
      const titles = (of: typeof subjects) => of.map(({ title }) => title);
      return {
        student: row.student_id,
        name: row.display_name,
        nameAr: row.display_name_ar,
        admissionNumber: row.admission_number,
        card:
          row.card_id === null
            ? null
            : {
                id: row.card_id,
                state: row.state,
                version: Number(row.version),
                number: row.number,
                publishOn: row.publish_on,
                returnedNote: row.returned_note,
              },
        withdrawn: Number(row.withdrawn),
        blockers: {
          marks: content?.missing ?? [],
          incomplete: titles(subjects.filter(({ status }) => status === 'incomplete')),
          comments: titles(subjects.filter(({ comment }) => comment === null)),
          homeroomComment: content !== undefined && content.comment === null,
        },
      };
    }),
  };
}
