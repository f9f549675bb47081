import type pg from 'pg';
import { plainDateIn } from '../../kernel/index.ts';
import { requireTenant } from '../../tenancy/index.ts';
import { LIST_CLASSES } from '../sql/class-list.ts';

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

/** The classes with pupils on a date whose register a viewer may open: homerooms first, then lesson groups. */
export async function listClasses(
  pool: pg.Pool,
  date: string,
  classIds: string[] | 'all',
): Promise<ClassList> {
  const only = classIds === 'all' ? null : classIds;
  const [classes, codes] = await Promise.all([
    pool.query(LIST_CLASSES, [only, date]),
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
