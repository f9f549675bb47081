import type pg from 'pg';
import { AppError } from '../../kernel/index.ts';
import { type AuditEvent, recordAudit } from '../../observability/index.ts';
import { inTransaction, isPlainDate } from '../../tenancy/index.ts';
import { COPY_CLASSES, COPY_LESSONS, COPY_TEACHERS, COPY_TERMS } from '../sql/next-year.ts';
import { nextYearTitle, yearLater } from './promotion-rules.ts';

export type NextYear = {
  fromYear: string;
  /** By default the title and the days of the year that ends, one year later. */
  title?: string | undefined;
  startDate?: string | undefined;
  endDate?: string | undefined;
  lessons: boolean;
  teachers: boolean;
};
export type MadeYear = { yearId: string; isNew: boolean; terms: number; classes: number; lessons: number };

/**
 * Makes the year after one: its terms a year later, its classes again, and if wished the lesson groups and who teaches. Asked
 * again it adds only what is missing. Throws year_end.year_unknown, year_end.date_invalid or year_end.years_order.
 */
export async function makeNextYear(
  pool: pg.Pool,
  wish: NextYear,
  actor: AuditEvent['actor'],
): Promise<MadeYear> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query(
      'select id, title, start_date, end_date from academic_years where id = $1 for update',
      [wish.fromYear],
    );
    const from = rows[0];
    if (from === undefined) throw new AppError('year_end.year_unknown');
    const startDate = wish.startDate ?? yearLater(from.start_date);
    const endDate = wish.endDate ?? yearLater(from.end_date);
    if (!isPlainDate(startDate) || !isPlainDate(endDate)) throw new AppError('year_end.date_invalid');
    if (startDate <= from.end_date || endDate < startDate) throw new AppError('year_end.years_order');
    const title = wish.title?.trim() || nextYearTitle(from.title);
    const known = await client.query(
      'select id from academic_years where title = $1 or start_date = $2 limit 1',
      [title, startDate],
    );
    const isNew = known.rows.length === 0;
    const yearId: string = isNew
      ? (
          await client.query(
            'insert into academic_years (title, start_date, end_date, current) values ($1, $2, $3, false) returning id',
            [title, startDate, endDate],
          )
        ).rows[0].id
      : known.rows[0].id;
    const terms = await client.query(
      `select title, kind, start_date as "startDate", end_date as "endDate", weight_hundredths as weight,
              own_weight_hundredths as "ownWeight" from terms where academic_year_id = $1`,
      [from.id],
    );
    const later = terms.rows.map((term) => ({
      ...term,
      startDate: yearLater(term.startDate),
      endDate: yearLater(term.endDate),
    }));
    const counts = {
      terms: (await client.query(COPY_TERMS, [yearId, JSON.stringify(later)])).rowCount ?? 0,
      classes: (await client.query(COPY_CLASSES, [from.id, yearId])).rowCount ?? 0,
      lessons: wish.lessons
        ? ((await client.query(COPY_LESSONS, [from.id, yearId, wish.teachers])).rowCount ?? 0)
        : 0,
    };
    if (wish.teachers) await client.query(COPY_TEACHERS, [from.id, yearId]);
    await recordAudit(client, {
      category: 'change',
      action: 'year_end.make_year',
      actor,
      subject: { collection: 'academic-years', id: yearId, label: title },
      after: counts,
    });
    return { yearId, isNew, ...counts };
  });
}
