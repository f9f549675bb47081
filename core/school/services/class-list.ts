import type pg from 'pg';
import { plainDateIn } from '../../kernel/index.ts';
import { requireTenant } from '../../tenancy/index.ts';

export type RegisterClass = {
  kind: 'classroom' | 'offering';
  id: string;
  title: string;
  titleAr: string | null;
  detail: string | null;
  detailAr: string | null;
  pupils: number;
  taken: boolean;
};
export type ClassList = {
  today: string;
  codes: { code: string; title: string; titleAr: string; status: string }[];
  classes: RegisterClass[];
};

/** The classes whose register a viewer may open on a date: homerooms first, then lesson groups that have pupils. */
export async function listClasses(
  pool: pg.Pool,
  date: string,
  classIds: string[] | 'all',
): Promise<ClassList> {
  const only = classIds === 'all' ? null : classIds;
  const [classes, codes] = await Promise.all([
    pool.query(
      `select * from (
         select 'classroom' as kind, c.id, c.title, c.title_ar, g.title as detail, g.title_ar as detail_ar, 1 as rank,
                (select count(*) from enrollments e where e.classroom_id = c.id and e.status = 'active') as pupils,
                exists (select from attendance_registers r where r.classroom_id = c.id and r.date = $1) as taken
           from classrooms c left join grade_levels g on g.id = c.grade_level_id
         union all
         select 'offering', o.id, o.title, s.title_ar || ' ' || c.title_ar, o.period, null, 2,
                (select count(*) from class_members m where m.class_offering_id = o.id),
                exists (select from attendance_registers r where r.class_offering_id = o.id and r.date = $1)
           from class_offerings o join subjects s on s.id = o.subject_id left join classrooms c on c.id = o.classroom_id) k
        where k.pupils > 0 and ($2::uuid[] is null or k.id = any($2))
        order by rank, title, id limit 1000`,
      [date, only],
    ),
    pool.query('select code, title, title_ar, status from attendance_codes order by "order", id'),
  ]);
  return {
    today: plainDateIn(requireTenant().timeZone, Date.now()),
    codes: codes.rows.map((row) => ({
      code: row.code,
      title: row.title,
      titleAr: row.title_ar,
      status: row.status,
    })),
    classes: classes.rows.map((row) => ({
      kind: row.kind,
      id: row.id,
      title: row.title,
      titleAr: row.title_ar,
      detail: row.detail,
      detailAr: row.detail_ar,
      pupils: Number(row.pupils),
      taken: row.taken,
    })),
  };
}
