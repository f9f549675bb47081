import type pg from 'pg';
import { plainDateIn } from '../../../kernel/index.ts';
import { requireTenant } from '../../../tenancy/index.ts';
import type { Capability } from '../registry.ts';

type Kind = 'academicYears' | 'terms' | 'gradeLevels' | 'classrooms' | 'subjects' | 'classOfferings';

const row = (
  parts: Partial<
    Record<'code' | 'titleAr' | 'year' | 'grade' | 'starts' | 'ends' | 'isCurrent' | 'order', string>
  >,
) => `t.id, ${parts.code ?? 'null::text'} as code, t.title, ${parts.titleAr ?? 'null::text'} as "titleAr",
  ${parts.year ?? 'null::uuid'} as "academicYearId", ${parts.grade ?? 'null::uuid'} as "gradeLevelId",
  ${parts.starts ?? 'null::text'} as "startDate", ${parts.ends ?? 'null::text'} as "endDate",
  coalesce(${parts.isCurrent ?? 'true'}, false) as "isCurrent", ${parts.order ?? 't.title'} as sorted`;

const IN_YEAR = '($3::uuid is null or y.id = $3) and $4::text is not null';
const OF_ALL_YEARS = '($3::uuid is null or true) and $4::text is not null';

/** $3 a year or null, $4 today. What a kind is read from; grades and subjects belong to no year. */
const SOURCES: Record<Kind, string> = {
  academicYears: `select ${row({ starts: 'y.start_date', ends: 'y.end_date', isCurrent: 'y.current', order: 'y.start_date' })}
    from academic_years t join academic_years y on y.id = t.id where ${IN_YEAR}`,
  terms: `select ${row({ year: 'y.id', starts: 't.start_date', ends: 't.end_date', isCurrent: '$4 between t.start_date and t.end_date', order: 't.start_date' })}
    from terms t join academic_years y on y.id = t.academic_year_id where ${IN_YEAR}`,
  gradeLevels: `select ${row({ code: 't.code', titleAr: 't.title_ar', order: "lpad(t.order::text, 20, '0')" })}
    from grade_levels t where ${OF_ALL_YEARS}`,
  classrooms: `select ${row({ code: 't.code', titleAr: 't.title_ar', year: 'y.id', grade: 't.grade_level_id', isCurrent: 'y.current' })}
    from classrooms t join academic_years y on y.id = t.academic_year_id where ${IN_YEAR}`,
  subjects: `select ${row({ code: 't.code', titleAr: 't.title_ar' })} from subjects t where ${OF_ALL_YEARS}`,
  classOfferings: `select ${row({ code: 't.code', year: 'y.id', grade: 'c.grade_level_id', isCurrent: 'y.current' })}
    from class_offerings t join academic_years y on y.id = t.academic_year_id left join classrooms c on c.id = t.classroom_id
    where ${IN_YEAR}`,
};

/** `structure.read`: years, terms, grades, classes, subjects and lesson groups of the school. */
export function structureReadCapability(pool: pg.Pool): Capability<'structure.read'> {
  return {
    name: 'structure.read',
    run: async (_context, { kind, academicYearId, limit = 50, offset = 0 }) => {
      const today = plainDateIn(requireTenant().timeZone, Date.now());
      const { rows } = await pool.query(
        `with found as (${SOURCES[kind]})
         select (select count(*) from found) as total, page.*
           from (select) one
           left join (select * from found order by sorted, title, id limit $1 offset $2) page on true
          order by page.sorted, page.title, page.id`,
        [limit, offset, academicYearId ?? null, today],
      );
      return {
        total: Number(rows[0]?.total ?? 0),
        items: rows.flatMap(({ total: _total, sorted: _sorted, ...item }) =>
          item.id === null ? [] : [item],
        ),
      } as never;
    },
  };
}
